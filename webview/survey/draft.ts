/** An answer while it is being given: what is chosen so far, what is still missing, and the answer it becomes. */
import type { Answer, AnswerDraft, Phenomenon, PhenomenonDraft } from '../../src/protocol/annotation';
import type { UnitId } from '../../src/protocol/unit';

/** A question without an answer; `field` is the id of its control. */
export interface Gap {
  field: string;
  message: string;
}

export const emptyDraft = (): AnswerDraft => ({ phenomena: [] });
export const emptyPhenomenon = (): PhenomenonDraft => ({ description: '', terms: [] });

/** The form as it stood when this answer was given. */
export function draftOf(answer: Answer): AnswerDraft {
  if (!answer.recognizable) return { recognizable: false, phenomena: [] };
  return {
    recognizable: true,
    several: answer.several,
    phenomena: answer.phenomena.map((p) => ({ ...p, terms: [...p.terms] })),
  };
}

/** Answers the first question; a recognizable unit has at least one phenomenon to describe, and nothing typed is thrown away. */
export function answerRecognizable(draft: AnswerDraft, recognizable: boolean): AnswerDraft {
  const phenomena = recognizable && draft.phenomena.length === 0 ? [emptyPhenomenon()] : draft.phenomena;
  return { ...draft, recognizable, phenomena };
}

/** Answers `one or several`; several opens a second phenomenon, one takes away those left empty. */
export function answerSeveral(draft: AnswerDraft, several: boolean): AnswerDraft {
  if (several) {
    const phenomena = draft.phenomena.length < 2 ? [...draft.phenomena, emptyPhenomenon()] : draft.phenomena;
    return { ...draft, several, phenomena };
  }
  const used = draft.phenomena.filter((p) => !isUntouched(p));
  return { ...draft, several, phenomena: used.length > 0 ? used : [draft.phenomena[0] ?? emptyPhenomenon()] };
}

export function addPhenomenon(draft: AnswerDraft): AnswerDraft {
  return { ...draft, several: true, phenomena: [...draft.phenomena, emptyPhenomenon()] };
}

/** Takes one away; the last one left makes it `one`. */
export function removePhenomenon(draft: AnswerDraft, at: number): AnswerDraft {
  const phenomena = draft.phenomena.filter((_, i) => i !== at);
  return { ...draft, several: phenomena.length > 1, phenomena };
}

export function changePhenomenon(draft: AnswerDraft, at: number, change: Partial<PhenomenonDraft>): AnswerDraft {
  return { ...draft, phenomena: draft.phenomena.map((p, i) => (i === at ? { ...p, ...change } : p)) };
}

/** Puts a phenomenon at another place: what matters most comes first. */
export function movePhenomenon(draft: AnswerDraft, from: number, to: number): AnswerDraft {
  if (to < 0 || to >= draft.phenomena.length) return draft;
  const phenomena = draft.phenomena.toSpliced(from, 1).toSpliced(to, 0, draft.phenomena[from]);
  return { ...draft, phenomena };
}

/** With another answer's phenomenon after those described; an empty form is filled with it. */
export function takePhenomenon(draft: AnswerDraft, taken: Phenomenon): AnswerDraft {
  const described = draft.recognizable ? draft.phenomena.filter((p) => !isUntouched(p)) : [];
  const phenomena = [...described, { ...taken, terms: [...taken.terms] }];
  return { recognizable: true, several: phenomena.length > 1, phenomena };
}

/** What must be said before the answer counts, in the order of the form. */
export function gapsOf(draft: AnswerDraft): Gap[] {
  if (draft.recognizable === undefined)
    return [{ field: 'recognizable', message: 'Say whether these images show recognizable phenomena.' }];
  if (!draft.recognizable) return [];
  const gaps: Gap[] = [];
  if (draft.several === undefined) gaps.push({ field: 'several', message: 'Say whether you see one phenomenon or several.' });
  draft.phenomena.forEach((p, i) => {
    if (p.description.trim() === '') gaps.push({ field: `description-${i}`, message: `Describe phenomenon ${i + 1} in a few words.` });
    if (p.association === undefined)
      gaps.push({ field: `association-${i}`, message: `Choose the association of phenomenon ${i + 1}; “Unsure” is an answer.` });
  });
  if (draft.several === false && draft.phenomena.length > 1)
    gaps.push({ field: 'several', message: 'More than one phenomenon is described: choose “several”, or remove the others.' });
  if (draft.several === true && draft.phenomena.length < 2)
    gaps.push({ field: 'several', message: 'Only one phenomenon is described: choose “one”, or add another.' });
  return gaps;
}

/** The answer of a draft without gaps. Throws RangeError on a draft with gaps: half an answer is never sent. */
export function answerOf(
  draft: AnswerDraft,
  seen: { unit: UnitId; network: string; mining: string; seconds: number; replaces: string[] },
): Omit<Answer, 'at' | 'expert' | 'id'> {
  const gaps = gapsOf(draft);
  if (gaps.length > 0) throw new RangeError(`The answer to ${seen.unit} is not complete: ${gaps[0].message}`);
  const recognizable = draft.recognizable === true;
  return {
    unit: seen.unit,
    seconds: Math.round(seen.seconds * 10) / 10,
    network: seen.network,
    mining: seen.mining,
    recognizable,
    several: recognizable && draft.several === true,
    phenomena: recognizable ? draft.phenomena.map(phenomenonOf) : [],
    replaces: seen.replaces,
  };
}

function phenomenonOf(draft: PhenomenonDraft): Phenomenon {
  const phenomenon: Phenomenon = {
    description: draft.description.trim().replace(/\s+/g, ' '),
    association: draft.association ?? 'unsure',
    terms: [...draft.terms],
  };
  if (draft.category) phenomenon.category = draft.category;
  if (draft.confidence) phenomenon.confidence = draft.confidence;
  return phenomenon;
}

function isUntouched(p: PhenomenonDraft): boolean {
  return (
    p.description.trim() === '' &&
    p.association === undefined &&
    p.category === undefined &&
    p.confidence === undefined &&
    p.terms.length === 0
  );
}
