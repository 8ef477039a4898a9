/** A project on the disk with a study and its key, and the methods that read it. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { MethodContext } from '../../../src/compute/method';
import { saveStudyAnswer, studyPicture, studyState } from '../../../src/compute/methods/study';
import type { StudyChoices } from '../../../src/protocol/study';
import type { StudyMethods } from '../../../src/study/conversation';
import { writeStudy } from '../../../src/study/draw/write';
import { type HandMade, handMadeStudy } from './made';

export interface StudyOnDisk {
  project: string;
  made: HandMade;
  /** As the compute process and the command line run them. */
  methods: StudyMethods;
}

export async function studyOnDisk(name: string, choices: Partial<StudyChoices> = {}): Promise<StudyOnDisk> {
  const project = await mkdtemp(path.join(os.tmpdir(), 'deepminer-study-'));
  await mkdir(path.join(project, 'cases'));
  await writeFile(path.join(project, 'deepminer.json'), JSON.stringify({ dataset: { root: 'cases' } }));
  const made = handMadeStudy(name, choices);
  await writeStudy(project, made);
  const context: MethodContext = {
    signal: new AbortController().signal,
    progress: () => undefined,
    log: () => undefined,
    cellOutput: () => undefined,
  };
  return {
    project,
    made,
    methods: {
      studyState: (p) => studyState(p, context),
      studyPicture: (p) => studyPicture(p, context),
      saveStudyAnswer: (p) => saveStudyAnswer(p, context),
    },
  };
}
