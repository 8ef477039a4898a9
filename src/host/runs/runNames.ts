/** What runs are called beside each other. */
import type { RunPlace } from '../../protocol/runPage';

/** `run-001`; of several projects `run-001 of sample`, and with the project's whole path where two have the same name. */
export function runNames(runs: readonly RunPlace[]): string[] {
  const projects = [...new Set(runs.map(({ project }) => project))];
  if (projects.length < 2) return runs.map(({ run }) => run);
  const called = projects.map((project) => project.split(/[\\/]/).findLast((step) => step !== '') ?? project);
  const nameOf = (project: string): string => {
    const name = called[projects.indexOf(project)];
    return called.filter((other) => other === name).length > 1 ? project : name;
  };
  return runs.map(({ project, run }) => `${run} of ${nameOf(project)}`);
}

/** The runs once each, in their order. */
export function distinctRuns(runs: readonly RunPlace[]): RunPlace[] {
  return runs.filter(({ project, run }, i) => runs.findIndex((other) => other.project === project && other.run === run) === i);
}
