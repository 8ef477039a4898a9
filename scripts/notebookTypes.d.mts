export const TYPES_FILE: string;
export function notebookTypes(): string;
