/** Which folders of a data set of plain images hold which class, of which part. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, ProblemError } from '../../protocol/problem';
import { oddity, omission } from '../fault';
import type { Part } from '../model';
import { mayBeImage, stemOf } from './imageName';
import { settingsFor } from './settings';

/** Names that folders of parts have. */
const PARTS: Readonly<Record<string, Part>> = {
  train: 'train',
  training: 'train',
  val: 'holdout',
  valid: 'holdout',
  validation: 'holdout',
  holdout: 'holdout',
  'hold-out': 'holdout',
  test: 'test',
  testing: 'test',
};
/** The tree of masks lies beside the classes. */
export const MASKS = 'masks';
/** What DeepMiner itself writes beside a deepminer.json. */
const OWN_FOLDERS = new Set(['runs', 'annotations', 'studies', 'study-keys']);
/** Folders inside a class deeper than this are no data set that anybody made. */
const DEEPEST = 8;

/** An image of a class. */
export interface ImageFile {
  file: string;
  /** Steps from the root of the data set to it, its name last. */
  steps: readonly string[];
  className: string;
  part?: Part;
  /** Folder inside its class, relative to it; '' where it lies in the class itself. */
  within: string;
}

export interface Layout {
  images: ImageFile[];
  problems: Problem[];
}

interface Folder {
  folders: string[];
  files: string[];
}

/**
 * All files that may be images, class by class, in the order of their paths; what lies elsewhere is told of. Throws ProblemError `dataset.missing`
 * when the root is no folder, and `folder.classes` when it has no folder of any class.
 */
export async function findImages(root: string, classes: readonly string[], signal: AbortSignal): Promise<Layout> {
  const top = await list(root).catch((error: Error) => {
    throw new ProblemError({
      code: 'dataset.missing',
      file: root,
      found: `a folder that cannot be read (${error.message})`,
      expected: 'the folder of the data set',
      remedy: 'Correct dataset.root in deepminer.json, or copy the data set there.',
    });
  });
  const own = top.files.includes('deepminer.json');
  const folders = top.folders.filter((name) => (name !== MASKS || classes.includes(name)) && !(own && OWN_FOLDERS.has(name)));
  const parts = folders.filter((name) => partOf(name) && !classes.includes(name));
  const problems: Problem[] = [];
  const images: ImageFile[] = [];
  const unknown = new Set<string>();
  const collect = async (steps: readonly string[], part?: Part): Promise<void> => {
    const className = steps[steps.length - 1];
    const { images: files, others } = await imagesBelow(root, steps, signal, problems);
    if (!classes.includes(className)) {
      if (files.length > 0) {
        unknown.add(className);
        problems.push(unknownClass(root, steps, files.length, classes));
      }
      return;
    }
    images.push(...files.map((file): ImageFile => imageFile(root, file, steps.length, className, part)));
    if (others.length > 0) problems.push(noImages(path.join(root, ...steps), others));
  };
  if (parts.length === 0) for (const name of folders) await collect([name]);
  for (const name of parts) {
    const inside = await list(path.join(root, name)).catch((): Folder => ({ folders: [], files: [] }));
    for (const className of inside.folders) await collect([name, className], partOf(name));
    const loose = inside.files.filter(isNamedImage);
    if (loose.length > 0) problems.push(looseImages(path.join(root, name), loose.length));
  }
  if (parts.length > 0)
    for (const name of folders.filter((f) => !parts.includes(f) && classes.includes(f))) problems.push(besideParts(root, name, parts));
  const loose = top.files.filter(isNamedImage);
  if (loose.length > 0) problems.push(looseImages(root, loose.length));
  if (images.length === 0) throw noClass(root, classes, [...unknown]);
  for (const name of classes)
    if (!images.some((image) => image.className === name)) problems.push(absentClass(root, name, parts.length > 0));
  return { images, problems };
}

/** Whether there is a folder with a file that is called like an image, or such folders in train, val or test. */
export async function looksLikeClasses(root: string, signal: AbortSignal): Promise<boolean> {
  const none: Folder = { folders: [], files: [] };
  const holds = async (dir: string) => (await list(dir).catch(() => none)).files.some(isNamedImage);
  for (const name of (await list(root).catch(() => none)).folders) {
    signal.throwIfAborted();
    const dir = path.join(root, name);
    if (await holds(dir)) return true;
    if (!partOf(name)) continue;
    for (const inner of (await list(dir).catch(() => none)).folders) if (await holds(path.join(dir, inner))) return true;
  }
  return false;
}

/** Names of the folders that may hold a class: below the root, or below the folders of its parts. Told from names alone. */
export async function classFolders(root: string, classes: readonly string[]): Promise<string[]> {
  const none: Folder = { folders: [], files: [] };
  const { folders } = await list(root).catch(() => none);
  const parts = folders.filter((name) => partOf(name) && !classes.includes(name));
  if (parts.length === 0) return folders;
  const inside = await Promise.all(parts.map((name) => list(path.join(root, name)).catch(() => none)));
  return [...new Set(inside.flatMap((part) => part.folders))];
}

const partOf = (name: string): Part | undefined => (Object.hasOwn(PARTS, name.toLowerCase()) ? PARTS[name.toLowerCase()] : undefined);

const isNamedImage = (name: string) => mayBeImage(name) && stemOf(name) !== name;

/** Steps of every file below a folder that may be an image, and names of those that are called otherwise. */
export async function imagesBelow(
  root: string,
  start: readonly string[],
  signal: AbortSignal,
  problems: Problem[],
): Promise<{ images: string[][]; others: string[] }> {
  const images: string[][] = [];
  const others: string[] = [];
  const visit = async (steps: readonly string[]): Promise<void> => {
    signal.throwIfAborted();
    const dir = path.join(root, ...steps);
    try {
      const { files, folders } = await list(dir);
      for (const name of files) {
        if (mayBeImage(name)) images.push([...steps, name]);
        else others.push(name);
      }
      if (steps.length < start.length + DEEPEST) for (const name of folders) await visit([...steps, name]);
    } catch (error) {
      signal.throwIfAborted();
      const found = `a folder that cannot be read (${(error as Error).message})`;
      problems.push(
        omission('dataset.folder', dir, found, 'a folder of the data set', 'Correct its permissions; until then its files are left out.'),
      );
    }
  };
  await visit(start);
  return { images, others };
}

/** Sorted names, links followed; what begins with a dot, and the folders that macOS adds to archives, passed over. */
async function list(dir: string): Promise<Folder> {
  const found: Folder = { folders: [], files: [] };
  const entries = await readdir(dir, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue;
    ((await isFolder(entry, dir)) ? found.folders : found.files).push(entry.name);
  }
  return found;
}

async function isFolder(entry: Dirent, dir: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await stat(path.join(dir, entry.name)).catch(() => undefined);
  return target?.isDirectory() ?? false;
}

function imageFile(root: string, steps: readonly string[], depth: number, className: string, part: Part | undefined): ImageFile {
  return { file: path.join(root, ...steps), steps, className, part, within: steps.slice(depth, -1).join('/') };
}

function unknownClass(root: string, steps: readonly string[], count: number, classes: readonly string[]): Problem {
  const name = steps[steps.length - 1];
  return omission(
    'folder.class.unknown',
    path.join(root, ...steps),
    `a folder "${name}" with ${count} images, which is no class`,
    `the classes of deepminer.json: ${classes.join(', ')}`,
    `Add "${name}" to "classes" in deepminer.json, or move the folder "${name}" out of the data set; until then its images are left out.`,
  );
}

function absentClass(root: string, name: string, parted: boolean): Problem {
  return oddity(
    'folder.class.absent',
    root,
    `no image of the class "${name}"`,
    parted ? `a folder train/${name}` : `a folder ${name}`,
    `Add a folder "${name}" with its images, or leave the class out of "classes" in deepminer.json: it can be neither learned nor measured.`,
  );
}

function besideParts(root: string, name: string, parts: readonly string[]): Problem {
  return omission(
    'folder.class.beside',
    path.join(root, name),
    `a folder of the class "${name}" beside ${parts.join(', ')}`,
    'all classes inside the folders of the parts, or none',
    `Move "${name}" into one of them; until then its images are left out.`,
  );
}

function looseImages(dir: string, count: number): Problem {
  return omission(
    'folder.image.loose',
    dir,
    `${count} images that lie in no folder of a class`,
    'a folder a class',
    'Move them into the folder of their class; until then they are left out.',
  );
}

function noImages(dir: string, names: readonly string[]): Problem {
  return oddity(
    'folder.file.other',
    dir,
    `${names.length} files that are no images of a known format (first: ${names[0]})`,
    'DICOM, PNG, TIFF, JPEG, PGM or lossless JPEG',
    'They are passed over; convert those that are images.',
  );
}

function noClass(root: string, classes: readonly string[], unknown: readonly string[]): ProblemError {
  return new ProblemError({
    code: 'folder.classes',
    file: root,
    found: unknown.length > 0 ? `folders ${unknown.join(', ')}, none of which is a class` : 'no folder with images of a class',
    expected: `a folder for each class of deepminer.json (${classes.join(', ')}), also within train, val and test`,
    remedy: unknown.length > 0 ? settingsFor(unknown) : 'Correct dataset.root or "classes" in deepminer.json.',
  });
}
