declare module 'virtual:routes' {
  /** Method and path of each route; see `build/route-table.ts`. */
  export const routes: Readonly<
    Record<import('../domain/api/routes.ts').RouteName, readonly [method: string, path: string]>
  >;
}
