/** Decoded pictures at hand, so that the next mammogram is there when it is asked for; the longest unused ones give way. */

/** Loads and decodes; rejects when it cannot. */
export type Decode<P> = (address: string) => Promise<P>;

/** A picture more at a time would make the one that is looked at wait. */
const AT_ONCE = 3;

export class PictureShelf<P> {
  /** Decoded ones, the longest unused first. */
  private readonly kept = new Map<string, P>();
  private readonly loading = new Set<string>();
  /** Could not be decoded: who shows them says so, and here they are not tried again and again. */
  private readonly failed = new Set<string>();
  private queue: string[] = [];

  /** @param most pictures kept at a time. */
  constructor(
    private readonly most: number,
    private readonly decode: Decode<P>,
  ) {}

  /** The decoded picture, if it is here. */
  get(address: string): P | undefined {
    const picture = this.kept.get(address);
    if (picture === undefined) return undefined;
    this.kept.delete(address);
    this.kept.set(address, picture);
    return picture;
  }

  /** What will be wanted, soonest first, in place of what was before; what is under way is finished. More than are kept are left out. */
  want(addresses: readonly string[]): void {
    const wanted = [...new Set(addresses)].slice(0, this.most);
    // From the last to the first, so that the soonest is the last to give way.
    for (const address of wanted.toReversed()) this.get(address);
    this.queue = wanted.filter((address) => !this.kept.has(address) && !this.loading.has(address) && !this.failed.has(address));
    this.go();
  }

  /** Those that could not be decoded may be by now: they are tried when they are wanted again. */
  forgive(): void {
    this.failed.clear();
  }

  /** Whether nothing more is to come. */
  get idle(): boolean {
    return this.queue.length === 0 && this.loading.size === 0;
  }

  private go(): void {
    while (this.loading.size < AT_ONCE) {
      const address = this.queue.shift();
      if (address === undefined) return;
      this.loading.add(address);
      this.decode(address)
        .then(
          (picture) => this.keep(address, picture),
          () => this.failed.add(address),
        )
        .finally(() => {
          this.loading.delete(address);
          this.go();
        });
    }
  }

  private keep(address: string, picture: P): void {
    this.kept.set(address, picture);
    for (const [oldest] of this.kept) {
      if (this.kept.size <= this.most) return;
      this.kept.delete(oldest);
    }
  }
}
