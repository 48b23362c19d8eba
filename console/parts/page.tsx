import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * A view: what it is about at the top, what is to be done at the bottom, within reach of a thumb. Whoever comes to it by
 * keyboard or hears the page is at its heading.
 */
export function Page({
  title,
  head,
  actions,
  children,
  tone,
}: {
  title: string;
  /** Before and beside the title. */
  head?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
  /** A class for the colours of its head. */
  tone?: string;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <>
      <header class={`page-head ${tone ?? ''}`}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {head}
      </header>
      <main id="content" class="page-main">
        {children}
      </main>
      {actions && <footer class="page-actions">{actions}</footer>}
    </>
  );
}
