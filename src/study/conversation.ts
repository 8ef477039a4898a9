/** What the page of a reader study is answered, whoever serves it. It copies field by field what a reader may see: whatever else a method returns stays here. */
import type { ComputeMethods } from '../protocol/compute';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { StudyAnswer, StudyPicture, StudyState } from '../protocol/study';
import type { HostToStudy, StudyToHost } from '../protocol/studyPage';

/** Which study is read, and by whom. */
export interface StudyRequest {
  project: string;
  /** Name of the study. */
  study: string;
  reader: string;
}

type Promised<M> = M extends (p: infer P) => Promise<infer R> ? (p: P) => Promise<R> : never;
/** The methods that reading a study needs; none of them opens a key. */
export type StudyMethods = { [M in 'studyState' | 'studyPicture' | 'saveStudyAnswer']: Promised<ComputeMethods[M]> };

export interface StudyConversation {
  request: StudyRequest;
  methods: StudyMethods;
  /** Told of what the page is told too. */
  logError(message: string): void;
  /** What the page is to keep for the host: it names folders, so only a page inside VS Code is given it. */
  restore?: unknown;
}

/** The reply to a message of the page; undefined where none is due. Rejects never. */
export async function replyTo(message: StudyToHost, talk: StudyConversation): Promise<HostToStudy | undefined> {
  const { request, methods } = talk;
  const { project, study, reader } = request;
  const failed = (error: unknown): string => {
    const text = error instanceof Error ? error.message : String(error);
    talk.logError(text);
    return text;
  };
  switch (message.type) {
    case 'ready':
      return methods.studyState(request).then(
        (state): HostToStudy => ({ type: 'state', state: { ...visible(state), notice: RESEARCH_NOTICE, restore: talk.restore } }),
        (error: unknown) => ({ type: 'unavailable', message: failed(error) }),
      );
    case 'picture':
      return methods.studyPicture({ project, study, case: message.case }).then(
        (picture): HostToStudy => ({ type: 'picture', case: message.case, picture: visiblePicture(picture) }),
        (error: unknown) => ({ type: 'pictureFailed', case: message.case, message: failed(error) }),
      );
    case 'call':
      return methods.saveStudyAnswer({ project, study, answer: { ...message.answer, reader } }).then(
        ({ answer, standing }): HostToStudy => ({
          type: 'saved',
          id: message.id,
          answer: visibleAnswer(answer),
          standing: standing.filter((a) => a.reader === reader).map(visibleAnswer),
        }),
        (error: unknown) => ({ type: 'failed', id: message.id, message: failed(error) }),
      );
    case 'position':
      return undefined;
  }
}

function visible({ name, study, reader, items, cases, answers, goBack, problems }: StudyState): StudyState {
  return {
    name,
    study,
    reader,
    items: items.map(({ case: id, condition }) => ({ case: id, condition })),
    cases,
    answers: answers.filter((a) => a.reader === reader).map(visibleAnswer),
    goBack,
    problems,
  };
}

function visibleAnswer({
  study,
  case: id,
  condition,
  reader,
  call,
  confidence,
  seconds,
  at,
  id: line,
  replaces,
}: StudyAnswer): StudyAnswer {
  return { study, case: id, condition, reader, call, confidence, seconds, at, id: line, replaces };
}

function visiblePicture({ view, placement, units }: StudyPicture): StudyPicture {
  const { width, height, picture, pictureWidth, pictureHeight } = view;
  const { x0, y0, stepX, stepY } = placement;
  return {
    view: { width, height, picture, pictureWidth, pictureHeight },
    placement: { x0, y0, stepX, stepY },
    units: units.map(({ map, maskThreshold }) => ({ map, maskThreshold })),
  };
}
