/** A sum of floating-point numbers that does not depend on their order, so that shards add up to exactly the whole (Shewchuk, 1997). */
export class ExactSum {
  /** Parts that do not overlap, smallest first; together they are the exact sum. */
  private parts: number[] = [];

  /** Adds one finite number. */
  add(value: number): this {
    let carried = value;
    let kept = 0;
    for (const part of this.parts) {
      const [large, small] = Math.abs(carried) < Math.abs(part) ? [part, carried] : [carried, part];
      const sum = large + small;
      const lost = small - (sum - large);
      if (lost !== 0) this.parts[kept++] = lost;
      carried = sum;
    }
    this.parts.length = kept;
    this.parts.push(carried);
    return this;
  }

  merge(other: ExactSum): this {
    for (const part of [...other.parts]) this.add(part);
    return this;
  }

  /** What it consists of, for a file; from() makes the same sum of it. */
  state(): number[] {
    return [...this.parts];
  }

  static from(state: readonly number[]): ExactSum {
    const sum = new ExactSum();
    sum.parts = [...state];
    return sum;
  }

  /** The sum, rounded once, half to even. */
  get value(): number {
    const { parts } = this;
    let i = parts.length - 1;
    let sum = parts[i] ?? 0;
    let lost = 0;
    while (lost === 0 && i > 0) {
      const before = sum;
      const part = parts[--i];
      sum = before + part;
      lost = part - (sum - before);
    }
    // Exactly half way: what is left below decides the direction.
    if (i > 0 && lost < 0 === parts[i - 1] < 0) {
      const doubled = lost * 2;
      const moved = sum + doubled;
      if (moved - sum === doubled) return moved;
    }
    // Minus zero and zero are one sum.
    return sum + 0;
  }
}
