/** Python's pickle opcodes (pickletools.py names them); those that build objects of other classes or reach a registry are not there. */
import type { Cursor } from './cursor';
import type { Stack } from './stack';

type Run = (stack: Stack, cursor: Cursor) => void;

export const OPCODES: ReadonlyMap<number, Run> = new Map<number, Run>([
  // PROTO and FRAME say nothing about values.
  [0x80, (_, c) => void c.byte()],
  [0x95, (_, c) => void c.raw(8)],
  // MARK, POP, POP_MARK, DUP
  [0x28, (s) => s.mark()],
  [0x30, (s) => void s.pop()],
  [0x31, (s) => void s.popMark()],
  [0x32, (s) => s.push(s.top())],
  // NONE, NEWTRUE, NEWFALSE
  [0x4e, (s) => s.push(null)],
  [0x88, (s) => s.push(true)],
  [0x89, (s) => s.push(false)],
  // BININT, BININT1, BININT2, INT, LONG, LONG1, LONG4
  [0x4a, (s, c) => s.push(c.int32())],
  [0x4b, (s, c) => s.push(c.byte())],
  [0x4d, (s, c) => s.push(c.uint16())],
  [0x49, (s, c) => s.push(integerOrTruth(c))],
  [0x4c, (s, c) => s.push(c.decimal())],
  [0x8a, (s, c) => s.push(c.long(c.byte()))],
  [0x8b, (s, c) => s.push(c.long(c.int32()))],
  // BINFLOAT, FLOAT
  [0x47, (s, c) => s.push(c.double())],
  [0x46, (s, c) => s.push(Number(c.line()))],
  // BINUNICODE, SHORT_BINUNICODE, BINUNICODE8, UNICODE
  [0x58, (s, c) => s.push(c.text(c.uint32()))],
  [0x8c, (s, c) => s.push(c.text(c.byte()))],
  [0x8d, (s, c) => s.push(c.text(c.length64()))],
  [0x56, (s, c) => s.push(c.line())],
  // SHORT_BINSTRING, BINSTRING, STRING: Python 2's texts
  [0x55, (s, c) => s.push(c.text(c.byte(), 'latin1'))],
  [0x54, (s, c) => s.push(c.text(c.int32(), 'latin1'))],
  [0x53, (s, c) => s.push(quoted(c))],
  // SHORT_BINBYTES, BINBYTES, BINBYTES8
  [0x43, (s, c) => s.push(c.raw(c.byte()))],
  [0x42, (s, c) => s.push(c.raw(c.uint32()))],
  [0x8e, (s, c) => s.push(c.raw(c.length64()))],
  // EMPTY_TUPLE, EMPTY_LIST, EMPTY_DICT, EMPTY_SET
  [0x29, (s) => s.push([])],
  [0x5d, (s) => s.push([])],
  [0x7d, (s) => s.push(new Map())],
  [0x8f, (s) => s.push(new Set())],
  // TUPLE, LIST, TUPLE1 to TUPLE3, DICT
  [0x74, (s) => s.push(s.popMark())],
  [0x6c, (s) => s.push(s.popMark())],
  [0x85, (s) => s.push(last(s, 1))],
  [0x86, (s) => s.push(last(s, 2))],
  [0x87, (s) => s.push(last(s, 3))],
  [0x64, (s) => fresh(s)],
  // APPEND, APPENDS, SETITEM, SETITEMS, ADDITEMS
  [0x61, (s) => append(s, last(s, 1))],
  [0x65, (s) => append(s, s.popMark())],
  [0x73, (s) => s.setItems(last(s, 2))],
  [0x75, (s) => s.setItems(s.popMark())],
  [0x90, (s) => s.addToSet(s.popMark())],
  // GLOBAL, STACK_GLOBAL, REDUCE, NEWOBJ, BUILD
  [0x63, (s, c) => s.global(c.line(), c.line())],
  [0x93, (s) => s.global(...(last(s, 2) as [never, never]))],
  [0x52, (s) => s.call()],
  [0x81, (s) => s.call()],
  [0x62, (s) => s.build()],
  // PERSID, BINPERSID
  [0x50, (s, c) => s.resolve(c.line())],
  [0x51, (s) => s.resolve(s.pop())],
  // BINPUT, LONG_BINPUT, PUT, MEMOIZE
  [0x71, (s, c) => s.remember(c.byte())],
  [0x72, (s, c) => s.remember(c.uint32())],
  [0x70, (s, c) => s.remember(c.decimal())],
  [0x94, (s) => s.rememberNext()],
  // BINGET, LONG_BINGET, GET
  [0x68, (s, c) => s.recall(c.byte())],
  [0x6a, (s, c) => s.recall(c.uint32())],
  [0x67, (s, c) => s.recall(c.decimal())],
]);

/** The topmost values in the order they were pushed. */
function last(stack: Stack, count: number) {
  return Array.from({ length: count }, () => stack.pop()).reverse();
}

function append(stack: Stack, items: ReturnType<typeof last>): void {
  const target = stack.list();
  for (const item of items) target.push(item);
}

function fresh(stack: Stack): void {
  const items = stack.popMark();
  stack.push(new Map());
  stack.setItems(items);
}

/** Protocol 0 and 1 write False as I00 and True as I01. */
function integerOrTruth(cursor: Cursor): number | bigint | boolean {
  const at = cursor.position;
  const line = cursor.line();
  if (line === '00' || line === '01') return line === '01';
  cursor.position = at;
  return cursor.decimal();
}

/** A text in quotes as Python's repr writes it; those with escapes do not occur in names. */
function quoted(cursor: Cursor): string {
  const line = cursor.line();
  const match = /^(['"])([^\\]*)\1$/.exec(line);
  if (!match) throw cursor.fault('malformed', `the text ${line.slice(0, 40)}`);
  return match[2];
}
