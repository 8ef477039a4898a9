/** Values of elements as text and numbers; an element that is missing, empty or reaches past the bytes has none. */
import type { DataSet, Element } from 'dicom-parser';

/** Values longer than this are no code, name or number. */
const LONGEST = 4096;

function whole(dataSet: DataSet, tag: string): Element | undefined {
  const element = dataSet.elements[tag];
  return element && element.length > 0 && element.dataOffset + element.length <= dataSet.byteArray.length ? element : undefined;
}

/** The values of a text element, parted at backslashes, without padding. */
export function texts(dataSet: DataSet, tag: string): string[] {
  const element = whole(dataSet, tag);
  if (!element) return [];
  const { dataOffset, length } = element;
  const bytes = dataSet.byteArray.subarray(dataOffset, dataOffset + Math.min(length, LONGEST));
  return Buffer.from(bytes)
    .toString('latin1')
    .split('\\')
    .map((value) => value.replaceAll('\0', ' ').trim());
}

/** The first value of a text element; undefined where it is empty. */
export const text = (dataSet: DataSet, tag: string): string | undefined => texts(dataSet, tag)[0] || undefined;

/** Decimal numbers (DS, IS) of a text element, as far as they are numbers. */
export function decimals(dataSet: DataSet, tag: string): number[] {
  const numbers: number[] = [];
  for (const value of texts(dataSet, tag)) {
    const number = value === '' ? Number.NaN : Number(value);
    if (!Number.isFinite(number)) break;
    numbers.push(number);
  }
  return numbers;
}

/** A 16-bit number (US). */
export function uint16(dataSet: DataSet, tag: string): number | undefined {
  const element = whole(dataSet, tag);
  return element && element.length >= 2 ? dataSet.byteArrayParser.readUint16(dataSet.byteArray, element.dataOffset) : undefined;
}

/** Items of a sequence. */
export function items(dataSet: DataSet, tag: string): DataSet[] {
  return (dataSet.elements[tag]?.items ?? []).flatMap((item) => item.dataSet ?? []);
}

/** Whether the element holds anything but padding. */
export function isFilled(dataSet: DataSet, tag: string): boolean {
  return items(dataSet, tag).length > 0 || texts(dataSet, tag).some((value) => value !== '');
}
