/** Options of esbuild for what runs in Node. */
export const nodeBundle: import('esbuild').BuildOptions;
export const bundleUrl: string;
/** Copies the WebAssembly of the decoders beside bundles in a folder. */
export function copyDecoders(folder: string): Promise<void>;
