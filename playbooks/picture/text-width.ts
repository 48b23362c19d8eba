/** Characters as wide as they are high: Chinese, its punctuation, and the quotation marks that it shares with others. */
const square = /[\p{Script=Han}\u2018-\u201d\u3000-\u303f\uff00-\uffef→×℃]/u;
const narrow = /[\sfijlrt.,:;'|!()[\]-]/;
const broad = /[A-Zmw\d%@]/;

/**
 * How wide a text is drawn, in units of its size. Whoever prints may have another font than we: this takes the widest
 * of the usual ones, so that nothing runs into its neighbour.
 */
export function widthOf(text: string, bold = false): number {
  const widened = bold ? 1.08 : 1;
  return [...text].reduce((width, one) => width + (square.test(one) ? 1 : widthOfLatin(one) * widened), 0);
}

function widthOfLatin(one: string): number {
  if (narrow.test(one)) return 0.38;
  return broad.test(one) ? 0.74 : 0.6;
}

/**
 * A text in parts between which a line may break: words, or Chinese characters with the punctuation that must not begin
 * or end a line.
 */
export function breakable(text: string): string[] {
  return (
    text.match(/[“（]?(?:\p{Script=Han}|[^\s\p{Script=Han}，。：？！、；“”（）]+|.)[，。：？！、；”）]*\s*/gu) ?? []
  );
}
