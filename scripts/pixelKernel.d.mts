/** Text of each source file that carries a module, by its name. */
export function pixelKernels(): Promise<Record<string, string>>;
