/** Words alone against words with picture, on the cases that a reader answered in both. */
import type { PairedFigures } from '../../protocol/study';
import { mcnemarExact } from '../../statistics/mcnemar';
import { casesById, type ReadStudy, readersOf } from './reading';

/** Every reader, then with several all together, whose p takes answers for independent. Empty unless a case was read in both. */
export function pairedFigures(study: ReadStudy): PairedFigures[] {
  const readers = readersOf(study);
  const each = readers.map((reader) => ofReader(study, reader));
  if (each.every(({ both }) => both === 0)) return [];
  return readers.length > 1 ? [...each, together(each)] : each;
}

function ofReader(study: ReadStudy, reader: string): PairedFigures {
  const cases = casesById(study);
  const rightIn = (condition: 'words' | 'picture') =>
    new Map(
      study.readings
        .filter((r) => r.reader === reader && r.condition === condition)
        .map((r) => [r.case, r.call === cases.get(r.case)!.truth]),
    );
  const [words, picture] = [rightIn('words'), rightIn('picture')];
  const both = [...words].flatMap(([id, right]) => (picture.has(id) ? [{ words: right, picture: picture.get(id)! }] : []));
  const count = (inWords: boolean, inPicture: boolean) => both.filter((b) => b.words === inWords && b.picture === inPicture).length;
  return withTest({
    reader,
    both: both.length,
    bothRight: count(true, true),
    wordsOnly: count(true, false),
    pictureOnly: count(false, true),
    neither: count(false, false),
  });
}

function together(each: readonly PairedFigures[]): PairedFigures {
  const sum = (field: 'both' | 'bothRight' | 'wordsOnly' | 'pictureOnly' | 'neither') => each.reduce((total, f) => total + f[field], 0);
  return withTest({
    reader: null,
    both: sum('both'),
    bothRight: sum('bothRight'),
    wordsOnly: sum('wordsOnly'),
    pictureOnly: sum('pictureOnly'),
    neither: sum('neither'),
  });
}

function withTest(counts: Omit<PairedFigures, 'p'>): PairedFigures {
  return { ...counts, p: counts.both > 0 ? mcnemarExact(counts.wordsOnly, counts.pictureOnly) : null };
}
