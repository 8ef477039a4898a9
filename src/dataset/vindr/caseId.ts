/** Short ids for studies, whose own are 32 hexadecimal digits. */

/** 40 bits: among 5,000 studies two share them once in 90,000 such data sets. */
const DIGITS = 10;

/**
 * `vindr_` and the first ten digits of each study's id: they follow from it alone, so no id changes when studies are added. Studies that share the ten
 * keep all of theirs.
 */
export function caseIds(studies: Iterable<string>): Map<string, string> {
  const all = [...new Set(studies)];
  const short = (study: string) => study.slice(0, DIGITS);
  const counts = new Map<string, number>();
  for (const study of all) counts.set(short(study), (counts.get(short(study)) ?? 0) + 1);
  return new Map(all.map((study) => [study, `vindr_${counts.get(short(study)) === 1 ? short(study) : study}`]));
}
