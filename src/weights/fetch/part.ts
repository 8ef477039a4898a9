/** A file on its way: what has come so far, and what tells whether the server still has the same file. */
import { readFile, rm, stat } from 'node:fs/promises';
import { writeJson } from '../../project/files';

/** Beside the part, `.json` after its name. */
interface PartRecord {
  url: string;
  /** A strong ETag, else the date of the last change. */
  validator: string;
  /** Bytes of the whole file. */
  total: number;
}

export class Part {
  readonly file: string;

  constructor(target: string) {
    this.file = `${target}.part`;
  }

  /** Bytes that are there already, and the validator for If-Range; undefined when the transfer has to start anew. */
  async resumable(url: string): Promise<{ bytes: number; validator: string; total: number } | undefined> {
    try {
      const record = JSON.parse(await readFile(this.recordFile, 'utf8')) as Partial<PartRecord>;
      const { size } = await stat(this.file);
      const { validator, total } = record;
      if (record.url !== url || typeof validator !== 'string' || typeof total !== 'number' || size === 0 || size > total) return undefined;
      return { bytes: size, validator, total };
    } catch {
      // Nothing has come yet, or nothing that could be trusted.
      return undefined;
    }
  }

  async begin(record: PartRecord | undefined): Promise<void> {
    await rm(this.recordFile, { force: true });
    if (record) await writeJson(this.recordFile, record);
  }

  /** After the whole file has its own name. */
  async forget(): Promise<void> {
    await rm(this.recordFile, { force: true });
  }

  async discard(): Promise<void> {
    await rm(this.file, { force: true });
    await this.forget();
  }

  private get recordFile(): string {
    return `${this.file}.json`;
  }
}
