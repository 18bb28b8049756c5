/** The same shape without names of interfaces, so that it counts as JSON where its leaves do. */
export type Plain<T> = T extends object ? { readonly [K in keyof T]: Plain<T[K]> } : T;
