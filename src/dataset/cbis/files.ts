/** CBIS-DDSM's image files, found by the folder that names their view: the paths in its tables are those of no download. */
import path from 'node:path';
import { type FolderName, folderOfPath, parseFolder } from './folderName';

export class CbisFiles {
  private readonly byFolder = new Map<string, string[]>();

  /** Takes the DICOM files among `files`, absolute paths below `root`. */
  constructor(root: string, files: readonly string[]) {
    for (const file of files) {
      const folder = folderOfPath(path.relative(root, path.dirname(file))).toLowerCase();
      if (folder === '' || !/\.dcm$/i.test(file)) continue;
      this.byFolder.set(folder, [...(this.byFolder.get(folder) ?? []), file]);
    }
  }

  /** Files of the folder that a table's path names, those first that agree with more of the path from its end. */
  of(tablePath: string): string[] {
    const files = this.byFolder.get(folderOfPath(tablePath).toLowerCase()) ?? [];
    return files.toSorted((a, b) => agreement(b, tablePath) - agreement(a, tablePath));
  }

  /** Whether this file lies where the table's path says, whatever comes before. */
  isNamed(file: string, tablePath: string): boolean {
    return agreement(file, tablePath) >= Math.min(2, parts(tablePath).length);
  }

  /** Folders whose names are not among `listed` (lower case), each with what its name says and one of its files. */
  unlisted(listed: ReadonlySet<string>): (FolderName & { folder: string; file: string })[] {
    return [...this.byFolder].flatMap(([folder, [file]]) => {
      const name = parseFolder(folder);
      return name && !listed.has(folder) ? { ...name, folder: folderOfPath(file), file } : [];
    });
  }
}

const parts = (text: string) => text.split(/[\\/]/).filter((part) => part !== '');

/** Components that agree, counted from the end. */
function agreement(file: string, tablePath: string): number {
  const [a, b] = [parts(file).reverse(), parts(tablePath).reverse()];
  let count = 0;
  while (count < b.length && a[count] === b[count]) count++;
  return count;
}
