/** The records of a CSV file one after the other, however it was written: comma, semicolon or tab, any line ends, UTF-8 or UTF-16. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { ProblemError } from '../protocol/problem';

export interface CsvRecord {
  /** 1-based line where the record ends. */
  line: number;
  cells: string[];
}

export interface CsvFile {
  delimiter: string;
  records: AsyncIterable<CsvRecord>;
}

const DELIMITERS = [',', ';', '\t'];
/** Enough for any header. */
const HEAD_BYTES = 1 << 16;
/** A longer record is a quote that nobody closed. */
const LONGEST_RECORD = 1 << 20;
const BYTE_ORDER_UTF16 = [0xff, 0xfe];

/**
 * Opens the file; records are read as they are asked for, so that memory does not grow with the file. Lines without any value are passed
 * over. Throws ProblemError, also while reading: no such file, no text, a quote that is not closed, a record of another length.
 */
export async function openCsv(file: string, signal?: AbortSignal): Promise<CsvFile> {
  const head = await firstBytes(file);
  const encoding = BYTE_ORDER_UTF16.every((byte, i) => head[i] === byte) ? 'utf-16le' : 'utf-8';
  if (encoding === 'utf-8' && head.includes(0)) throw noText(file);
  const delimiter = delimiterOf(new TextDecoder(encoding).decode(head));
  return { delimiter, records: records(file, encoding, delimiter, signal) };
}

async function* records(file: string, encoding: string, delimiter: string, signal: AbortSignal | undefined): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter,
    info: true,
    trim: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: LONGEST_RECORD,
  });
  // A failure reaches the loop below through the parser, which it destroys.
  pipeline(Readable.from(decoded(file, encoding, signal)), parser, () => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>)
      yield { line: info.lines, cells: record };
  } catch (error) {
    throw error instanceof CsvError ? malformed(file, error) : error;
  }
}

/** The text without its byte order mark. */
async function* decoded(file: string, encoding: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const bytes of createReadStream(file)) {
      signal?.throwIfAborted();
      const text = decoder.decode(bytes as Uint8Array, { stream: true });
      if (text !== '') yield text;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (error) {
    throw error instanceof TypeError ? noText(file) : error;
  }
}

async function firstBytes(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new ProblemError({
      code: 'auxiliary.unreadable',
      file,
      found: `no readable file (${error instanceof Error ? error.message : String(error)})`,
      expected: 'the table of features named in auxiliary.file',
      remedy: 'Correct auxiliary.file in deepminer.json (relative to that file), or leave "auxiliary" out.',
    });
  }
}

/** The one that stands most often in the first line, outside quotes. */
function delimiterOf(head: string): string {
  const line = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(head.replace(/^\uFEFF?[\r\n\s]*/, ''))?.[0] ?? '';
  const bare = line.replace(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

function malformed(file: string, error: CsvError): ProblemError {
  const { lines, column, record } = error as CsvError & { lines?: number; column?: number; record?: unknown[] };
  const short = error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH' && Array.isArray(record);
  return new ProblemError({
    code: 'auxiliary.malformed',
    file,
    line: lines,
    found: short
      ? `a row of ${record.length} cells`
      : `text that is no CSV${column ? ` in cell ${Number(column) + 1}` : ''} (${error.message})`,
    expected: short ? 'as many cells as the header has' : 'cells apart by comma, semicolon or tab, quotes in pairs',
    remedy: 'Mend that line; a cell that holds the delimiter stands in double quotes.',
  });
}

function noText(file: string): ProblemError {
  return new ProblemError({
    code: 'auxiliary.noText',
    file,
    found: 'bytes that are no text',
    expected: 'a CSV file in UTF-8 or UTF-16',
    remedy: 'Save the table as CSV (UTF-8).',
  });
}
