/** A file of answers, told by its content: JSON of answers, JSON of labels, or a table. */
import { readFile, stat } from 'node:fs/promises';
import { ProblemError } from '../../protocol/problem';
import { readAnswersCsv } from './csv';
import { notExchange, type ReadAnswers } from './exchanged';
import { FORMAT, readAnswersJson } from './json';
import { areLabels, readLabels } from './labels';

/** Answers of thousands of units fit; a larger file is another. */
const MOST_BYTES = 64 << 20;

/** Throws ProblemError: no such file, no text, too large, or none of the three forms. */
export async function readAnswers(file: string): Promise<ReadAnswers> {
  return readAnswersText(await readText(file), file);
}

/** The same of a file's text. */
export function readAnswersText(text: string, file: string): ReadAnswers {
  if (!/^\s*[{[]/.test(text)) return readAnswersCsv(text, file);
  const value = parsed(text, file);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notExchange(file, 'a JSON list');
  const fields = value as Record<string, unknown>;
  if (fields.format === FORMAT) return readAnswersJson(fields, file);
  if (areLabels(fields)) return readLabels(fields, text);
  throw notExchange(file, `a JSON object without answers or units (${Object.keys(fields).slice(0, 3).join(', ') || 'empty'})`);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notExchange(file, `text that is not JSON (${(error as Error).message})`);
  }
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw notExchange(file, `a file of ${Math.round(size / (1 << 20))} MiB`);
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (error instanceof TypeError && code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw notExchange(file, 'bytes that are no UTF-8 text');
    if (code === 'EISDIR') throw notExchange(file, 'a folder');
    if (code !== 'ENOENT') throw error;
    throw new ProblemError({
      code: 'exchange.missing',
      file,
      found: 'no such file',
      expected: 'a file of answers',
      remedy: 'Check its name.',
    });
  }
}
