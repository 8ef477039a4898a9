/** Experts and their answers in the few words of a row. */
import type { AnnotationListing, ExpertAnswers } from '../../protocol/browse';

/** `12 of 20 units, 2 d ago`: what is looked for stands first. */
export function expertDescription({ answered, lastAt, elsewhere, person }: ExpertAnswers, units: number, now: number): string {
  if (answered === 0) return `${elsewhere} ${elsewhere === 1 ? 'answer' : 'answers'} to other units`;
  return [`${answered} of ${units} units`, ...(lastAt ? [ago(now - Date.parse(lastAt))] : []), ...(person ? [] : ['measured'])].join(', ');
}

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`. */
export function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / (24 * 60))} d ago`;
}

/** Figures of an expert, a line each. */
export function expertFigures({ answered, named, unrecognized, minutes, lastAt, elsewhere }: ExpertAnswers, units: number): string[] {
  return [
    `${answered} of ${units} units answered: ${named} named, ${unrecognized} not recognizable`,
    ...(minutes > 0 ? [`${minutes.toFixed(0)} min of looking`] : []),
    ...(lastAt ? [`Last answer ${new Date(lastAt).toLocaleString()}`] : []),
    ...(elsewhere > 0 ? [`${elsewhere} ${elsewhere === 1 ? 'answer' : 'answers'} to units of other networks, or not mined any more`] : []),
  ];
}

/** `recognizable κ 0.61, category κ 0.48`: chance-corrected agreement of all persons; nothing where fewer than two answered. */
export function agreementText({ agreement }: Pick<AnnotationListing, 'agreement'>): string {
  return agreement.flatMap(({ question, all }) => (all && all.kappa !== null ? [`${question} κ ${all.kappa.toFixed(2)}`] : [])).join(', ');
}
