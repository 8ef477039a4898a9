/** Reads a study score's JSON: either what the page draws, or what is wrong with it and what to do. */
import { STUDY_MIME, STUDY_VERSION, type StudyScore } from '../../src/protocol/study';
import { studyProblem } from '../../webview/shared/study/shape';
import { readVersioned, type Unread, unknownKind } from '../shared/versioned';

/** Never throws: whatever arrives becomes a page or a message. */
export function readStudyOutput(mime: string, json: string): { kind: 'study'; score: StudyScore } | Unread {
  if (mime !== STUDY_MIME) return unknownKind(mime);
  const read = readVersioned<StudyScore>(json, { about: 'study', version: STUDY_VERSION, shape: studyProblem });
  return 'value' in read ? { kind: 'study', score: read.value } : read;
}
