export const ODD_NAME: string;
export function oddFolder(prefix: string): string;
export function removeOddFolder(folder: string): void;
