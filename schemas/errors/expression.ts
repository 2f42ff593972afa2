/** Texts of the expression language's errors: static mistakes and error values alike. `{name}` stands for a param. */
export const expressionErrors: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {}
