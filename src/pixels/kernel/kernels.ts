/** WebAssembly for loops over pixels, where the engine's own code takes several times as long. A module a file of text (.wat), carried as bytes. */

/** A kernel's memory and functions. */
export interface Kernel {
  memory: WebAssembly.Memory;
}

const PAGE = 2 ** 16;

/** Kernels of a module. Those that nobody uses are kept: a memory is costly to make, and each reserves some gigabytes of addresses. */
export class Kernels<K extends Kernel> {
  #module: WebAssembly.Module | undefined;
  readonly #idle: K[] = [];

  /** @param bytes the module in base64 */
  constructor(private readonly bytes: string) {}

  /** Gives `use` a kernel for itself; what lies in its memory belongs to the next one when `use` returns. */
  use<T>(use: (kernel: K) => T): T {
    this.#module ??= new WebAssembly.Module(Buffer.from(this.bytes, 'base64'));
    const kernel = this.#idle.pop() ?? (new WebAssembly.Instance(this.#module).exports as unknown as K);
    try {
      return use(kernel);
    } finally {
      this.#idle.push(kernel);
    }
  }
}

/** The memory's buffer, of so many bytes at least. Views of it that were made before are void. */
export function bufferOf({ memory }: Kernel, bytes: number): ArrayBuffer {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
  return memory.buffer;
}

export function roundedUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
