export function filesBelow(path: string, skipped?: ReadonlySet<string>): string[]
