/** Reads a folder of images a class: cases, views, and findings where there are masks. */
import path from 'node:path';
import { readImageHeader } from '../../images/read';
import { type Problem, ProblemError } from '../../protocol/problem';
import type { Task } from '../../protocol/task';
import { failureOf, oddity, omission } from '../fault';
import type { Case, Dataset, Part, View } from '../model';
import type { DatasetOptions } from '../reader';
import { together } from '../together';
import { casesOf } from './caseOf';
import { formatRank } from './imageName';
import { findImages, type ImageFile, MASKS } from './layout';
import { findMasks, type MaskTree, maskKey, readMask } from './masks';
import { safeNames } from './names';

/** Files read at the same time: enough to hide the waiting of a network drive. */
const AT_ONCE = 16;
/** Of a case in two parts, the first: what was tested on is never trained on. */
const STRICTEST: readonly Part[] = ['test', 'holdout', 'train'];
/** Name of the one view of a case. */
const ONLY_VIEW = 'image';

/** An image with the ids it gets. */
interface Placed {
  image: ImageFile;
  caseId: string;
  viewId: string;
}

/**
 * Every image is a view of the class whose folder it lies in, and a case by itself unless options.caseOf puts some together. What cannot be used is
 * left out with an error. Throws ProblemError `dataset.missing`, `dataset.empty`, `folder.classes` or `folder.caseOf`, and the signal's reason on abort.
 */
export async function readFolder(root: string, options: DatasetOptions, task: Task): Promise<Dataset> {
  const { images, problems } = await findImages(root, options.classes, task.signal);
  const placed = place(withoutDoubles(images, problems), options.caseOf, root, problems);
  const masks = await findMasks(root, task.signal);
  const views = await together(placed, AT_ONCE, 'read data set', task, (one) => readView(one, masks, problems));
  problems.push(...unusedMasks(images, masks));
  const cases = casesFrom(root, placed, views, problems);
  if (cases.length === 0) throw empty(root, images.length, problems);
  return { format: 'folder', root, cases, problems };
}

/** A picture in two formats is one picture, and must not be learned and tested on. */
function withoutDoubles(images: readonly ImageFile[], problems: Problem[]): ImageFile[] {
  const best = new Map<string, ImageFile>();
  const rank = ({ steps }: ImageFile) => formatRank(steps[steps.length - 1]);
  for (const image of images) {
    const key = maskKey(image.steps);
    const other = best.get(key);
    const [kept, left] = !other ? [image] : rank(other) <= rank(image) ? [other, image] : [image, other];
    best.set(key, kept);
    if (left)
      problems.push(
        omission(
          'folder.image.double',
          left.file,
          'a second file of the same name',
          `one; ${path.basename(kept.file)} is used`,
          'Remove one of the two.',
        ),
      );
  }
  return images.filter((image) => best.get(maskKey(image.steps)) === image);
}

/** Case and view ids of all images that have a case. */
function place(images: readonly ImageFile[], caseOf: string, root: string, problems: Problem[]): Placed[] {
  const found = casesOf(images, caseOf);
  const matched = images.map((image, i) => ({ image, group: found[i] })).filter(({ group }) => group !== undefined);
  if (matched.length < images.length) problems.push(unmatched(root, images, found, caseOf));
  if (caseOf === 'file') problems.push(...foldersInside(root, images));
  const readable = matched.map(({ image }) => ({ text: maskKey(image.steps).replaceAll('/', '-'), key: maskKey(image.steps) }));
  const own = safeNames(readable);
  // A group's key cannot be that of an image by itself: it ends in a slash.
  const ids = safeNames(
    matched.map(({ group }, i) => (group ? { text: group, key: `${group}/` } : { text: own[i], key: readable[i].key })),
  );
  return matched.map(({ image, group }, i) => ({
    image,
    caseId: ids[i],
    viewId: `${ids[i]}.${group ? own[i] : ONLY_VIEW}`,
  }));
}

/** The view with what its mask outlines; undefined, with an error, where it cannot be used. */
async function readView({ image, caseId, viewId }: Placed, masks: MaskTree, problems: Problem[]): Promise<View | undefined> {
  const { file, className } = image;
  try {
    const { width, height, bits, microns } = await readImageHeader(file);
    const mask = masks.get(maskKey(image.steps));
    const findings = mask ? await readMask(mask, className, { width, height }, problems) : [];
    return { id: viewId, caseId, file, width, height, bits, ...(microns && { microns }), className, findings };
  } catch (error) {
    problems.push(failureOf(error, 'folder.image.unreadable', file));
    return undefined;
  }
}

function casesFrom(root: string, placed: readonly Placed[], views: readonly (View | undefined)[], problems: Problem[]): Case[] {
  const cases = new Map<string, Case>();
  const parts = new Map<string, Set<Part>>();
  for (const [i, { caseId, image }] of placed.entries()) {
    const view = views[i];
    if (!view) continue;
    const found = cases.get(caseId) ?? { id: caseId, dir: root, views: [] };
    found.views.push(view);
    cases.set(caseId, found);
    if (image.part) parts.set(caseId, (parts.get(caseId) ?? new Set()).add(image.part));
  }
  for (const [id, of] of parts) {
    const part = STRICTEST.find((p) => of.has(p))!;
    cases.get(id)!.part = part;
    if (of.size > 1)
      problems.push(
        oddity(
          'folder.case.parts',
          root,
          `case ${id} in the folders of ${of.size} parts (${[...of].join(', ')})`,
          'each case in one part',
          `All its images count as ${part}, so that none is learned and tested on; move the files to settle it.`,
        ),
      );
  }
  return [...cases.values()];
}

function unmatched(root: string, images: readonly ImageFile[], found: readonly unknown[], caseOf: string): Problem {
  const left = images.filter((_, i) => found[i] === undefined);
  return omission(
    'folder.caseOf.unmatched',
    left[0].file,
    `${left.length} of ${images.length} images whose name the expression "${caseOf}" does not match (this is the first)`,
    'a case for every image',
    `They are left out, for they may be of a case that another part has. Correct dataset.caseOf in deepminer.json, or the names in ${path.basename(root)}.`,
  );
}

/** Folders inside a class may well be patients. */
function foldersInside(root: string, images: readonly ImageFile[]): Problem[] {
  const inside = images.filter(({ within }) => within !== '');
  if (inside.length === 0) return [];
  return [
    oddity(
      'folder.case.folders',
      root,
      `${inside.length} images in folders inside their class (first: ${inside[0].steps.join('/')})`,
      'images in the folder of their class, or dataset.caseOf',
      'Each counts as a case by itself. When such a folder holds the images of one patient, set dataset.caseOf to "folder", so that the split keeps them together.',
    ),
  ];
}

function unusedMasks(images: readonly ImageFile[], masks: MaskTree): Problem[] {
  const used = new Set(images.map(({ steps }) => maskKey(steps)));
  const unused = [...masks].filter(([key]) => !used.has(key));
  if (unused.length === 0) return [];
  return [
    oddity(
      'folder.mask.unused',
      unused[0][1][0],
      `${unused.length} masks that belong to no image (this is the first)`,
      `an image of the same path and name beside the folder ${MASKS}`,
      'They are passed over; give them the names of their images.',
    ),
  ];
}

function empty(root: string, seen: number, problems: readonly Problem[]): ProblemError {
  const first = problems.find((p) => p.severity === 'error');
  return new ProblemError({
    code: 'dataset.empty',
    file: root,
    found: `${seen} files, none of which can be used${first ? ` (first: ${first.found})` : ''}`,
    expected: 'images in a folder for each class',
    remedy: 'Correct dataset.root in deepminer.json, or copy the data set there.',
  });
}
