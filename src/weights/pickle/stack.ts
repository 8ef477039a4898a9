/** The stack machine's memory: values, marks and memo, each with a bound. */
import type { Cursor } from './cursor';
import { callGlobal, isKnown } from './globals';
import { Global, kindOf, type Pickled, ScalarType } from './values';

/** Python itself flushes containers in batches of 1000 and nests no deeper than its recursion limit of 1000. */
const MAX_HEIGHT = 100_000;
const MAX_MARKS = 1000;

export class Stack {
  private readonly values: Pickled[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, Pickled>();
  private steps = 0;

  constructor(
    private readonly cursor: Cursor,
    private readonly maxSteps: number,
    private readonly persistent?: (id: Pickled) => Pickled,
  ) {}

  /** Counts work; a pickle that copies its own lists over and over ends here. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > this.maxSteps) throw this.cursor.fault('tooLarge', `a pickle that takes over ${this.maxSteps} steps`);
  }

  push(value: Pickled): void {
    if (this.values.length >= MAX_HEIGHT) throw this.cursor.fault('tooLarge', `a stack of over ${MAX_HEIGHT} values`);
    this.values.push(value);
  }

  /** The topmost value above the last mark, taken away. */
  pop(): Pickled {
    const value = this.top();
    this.values.pop();
    return value;
  }

  top(): Pickled {
    if (this.values.length <= (this.marks.at(-1) ?? 0)) throw this.cursor.fault('malformed', 'an opcode without its operand');
    return this.values[this.values.length - 1];
  }

  mark(): void {
    if (this.marks.length >= MAX_MARKS) throw this.cursor.fault('tooLarge', `containers nested over ${MAX_MARKS} deep`);
    this.marks.push(this.values.length);
  }

  /** Everything above the last mark, taken away with it. */
  popMark(): Pickled[] {
    const start = this.marks.pop();
    if (start === undefined) throw this.cursor.fault('malformed', 'an opcode without its mark');
    this.spend(this.values.length - start);
    return this.values.splice(start);
  }

  remember(index: number | bigint): void {
    if (typeof index !== 'number' || index < 0) throw this.cursor.fault('malformed', `the memo place ${index}`);
    this.memo.set(index, this.top());
  }

  rememberNext(): void {
    this.remember(this.memo.size);
  }

  recall(index: number | bigint): void {
    const value = this.memo.get(Number(index));
    if (value === undefined) throw this.cursor.fault('malformed', `the memo place ${index}, where nothing is`);
    this.push(value);
  }

  list(): Pickled[] {
    const target = this.top();
    if (!Array.isArray(target)) throw this.cursor.fault('malformed', `${kindOf(target)} for a list to append to`);
    return target;
  }

  /** Puts key, value, key, value … into the dict on top. */
  setItems(items: readonly Pickled[]): void {
    const target = this.top();
    if (!(target instanceof Map)) throw this.cursor.fault('malformed', `${kindOf(target)} for a dict to fill`);
    if (items.length % 2) throw this.cursor.fault('malformed', 'a key without a value');
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
  }

  addToSet(items: readonly Pickled[]): void {
    const target = this.top();
    if (!(target instanceof Set)) throw this.cursor.fault('malformed', `${kindOf(target)} for a set to fill`);
    for (const item of items) target.add(item);
  }

  /** Pushes a name of the closed list; every other is refused by name. */
  global(module: Pickled, name: Pickled): void {
    const full = `${typeof module === 'string' ? module : kindOf(module)}.${typeof name === 'string' ? name : kindOf(name)}`;
    if (!isKnown(full)) throw this.cursor.fault('global', `the name ${full.slice(0, 120)}`);
    this.push(new Global(full));
  }

  /** Arguments on top, what is called below them. */
  call(): void {
    const args = this.pop();
    const called = this.pop();
    if (!(called instanceof Global) || !Array.isArray(args)) throw this.cursor.fault('malformed', `a call of ${kindOf(called)}`);
    for (const argument of args) if (Array.isArray(argument)) this.spend(argument.length);
    this.push(callGlobal(called, args));
  }

  /** An object's state: NumPy's byte order counts, what dicts and tensors carry beside their content does not. */
  build(): void {
    const state = this.pop();
    const target = this.top();
    if (target instanceof ScalarType && Array.isArray(state)) target.bigEndian = state[1] === '>';
    else if (!(target instanceof Map)) throw this.cursor.fault('malformed', `a state for ${kindOf(target)}`);
  }

  resolve(id: Pickled): void {
    if (!this.persistent) throw this.cursor.fault('malformed', 'a persistent id where none belongs');
    this.push(this.persistent(id));
  }
}
