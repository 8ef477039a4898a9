/**
 * The pages of a kind that are open in the workspace, for a window that ends before VS Code has kept what they did: a panel that comes back
 * without a state is one of them.
 */

/** Where VS Code keeps values of a workspace. */
export interface Kept {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

/** `R`: what a page of this kind is opened with. */
export class OpenPages<R> {
  /** Those that this window shows. */
  readonly #shown = new Set<string>();

  /** `place`: where they are kept; `keyOf`: what tells one page from another. */
  constructor(
    private readonly kept: Kept,
    private readonly place: string,
    private readonly keyOf: (request: R) => string,
  ) {}

  /** A panel shows this page. */
  async opened(request: R): Promise<void> {
    this.#shown.add(this.keyOf(request));
    await this.kept.update(this.place, [...this.#without(request), request]);
  }

  /** Its panel was closed. */
  async closed(request: R): Promise<void> {
    this.#shown.delete(this.keyOf(request));
    await this.kept.update(this.place, this.#without(request));
  }

  /** The page of a panel that lost its state: the one opened last that no panel of this window shows. */
  lost(): R | undefined {
    return this.#all().findLast((request) => !this.#shown.has(this.keyOf(request)));
  }

  #all(): R[] {
    return this.kept.get<R[]>(this.place) ?? [];
  }

  #without(request: R): R[] {
    return this.#all().filter((other) => this.keyOf(other) !== this.keyOf(request));
  }
}
