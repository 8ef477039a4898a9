/** Show Unit, Choose Run of Units, and Export Unit Table: what mining found, on a page, in the view, and in files. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { UnitId } from '../../protocol/unit';
import { TABLE_FORMATS, type TableFormat } from '../../protocol/units';
import { offerNext } from '../nextStep';
import { chooseProject } from '../projects';
import type { PageServices } from '../services';
import { calledOf } from '../unitNames';
import { openUnit } from '../unitPanel';
import { chooseRun, listedUnits } from '../views/unitsView';
import { ensureTrust, runWork } from '../work';
import { argumentsOf, type Command, type ProjectArguments } from './command';

export const showUnit = async (services: PageServices, given: unknown): Promise<unknown> => {
  const { run, kind, unit, ...rest } = argumentsOf<ProjectArguments & { unit: UnitId; kind: string }>(given);
  // The Units view's own button comes with the row that happens to be selected: it asks all the same. An expert's answer names its unit.
  const wanted = kind === undefined || kind === 'answer' ? unit : undefined;
  const project = await chooseProject(services, rest.project);
  if (!project) return undefined;
  const listing = run === undefined ? await listedUnits(services, project) : await services.compute.listUnits({ project, run });
  const items = listing.units.map((listed) => ({
    label: listed.unit,
    description: listed.ranks.map((r) => `${r.className} #${r.rank}`).join(', '),
    detail: calledOf(listed).text,
    unit: listed.unit,
  }));
  const options = {
    title: `DeepMiner: unit of ${listing.run}`,
    matchOnDescription: true,
    matchOnDetail: true,
    placeHolder: 'Type a number, a class or a name',
  };
  const chosen = wanted ?? (await vscode.window.showQuickPick(items, options))?.unit;
  if (!chosen) return undefined;
  openUnit(services, project, listing, chosen);
  return { project, run: listing.run, unit: chosen };
};

export const chooseUnitsRun = async (services: PageServices, given: unknown): Promise<unknown> => {
  const { run: named, kind, ...rest } = argumentsOf<ProjectArguments & { kind: string }>(given);
  const wanted = kind === undefined ? named : undefined;
  const project = await chooseProject(services, rest.project);
  if (!project) return undefined;
  const run = wanted ?? (await askRun(services, project));
  if (run === undefined) return undefined;
  await chooseRun(services, project, run === NEWEST ? undefined : run);
  return { project, run };
};

const NEWEST = '';

async function askRun(services: PageServices, project: string): Promise<string | undefined> {
  const runs = (await services.compute.listRuns({ project })).filter((r) => r.mined !== undefined).reverse();
  if (runs.length === 0) {
    offerNext('No run of this project has been mined yet.', { label: 'Mine Units', command: 'deepminer.mine', arguments: [{ project }] });
    return undefined;
  }
  const items = [
    { label: '$(history) Newest', description: 'the newest run that is mined', run: NEWEST },
    ...runs.map((r) => ({ label: r.run, description: `${r.network}, ${r.epochsDone} of ${r.epochs} epochs`, run: r.run })),
  ];
  return (await vscode.window.showQuickPick(items, { title: 'DeepMiner: run whose units are shown' }))?.run;
}

interface ExportArguments extends ProjectArguments {
  out: string;
  formats: TableFormat[];
  units: 'annotated' | 'all';
}

export const exportUnitTable: Command = async (services, given) => {
  const { silent, run, out: folder, formats = [...TABLE_FORMATS], units: wanted, ...rest } = argumentsOf<ExportArguments>(given);
  const project = await chooseProject(services, rest.project);
  if (!project || !(await ensureTrust())) return undefined;
  const listing = run === undefined ? await listedUnits(services, project) : await services.compute.listUnits({ project, run });
  const units = wanted ?? (await askUnits(listing.units.length, listing.units.filter((u) => u.annotations.length > 0).length));
  const out = units && (folder ?? (await askFolder(path.join(project, 'runs', listing.run))));
  if (!units || !out) return undefined;
  const table = await runWork(
    services,
    {
      title: 'Writing the table of units',
      run: (options) => services.compute.exportUnitTable({ project, run: listing.run, formats, out, units }, options),
    },
    silent,
  );
  if (!table) return undefined;
  const open = (format: TableFormat, label: string, command: string) => {
    const file = table.files[format];
    return file ? [{ label, command, arguments: [vscode.Uri.file(file)] }] : [];
  };
  offerNext(
    `${table.rows.length} units of ${table.run} in ${out}: ${Object.values(table.files)
      .map((f) => path.basename(f))
      .join(', ')}.`,
    ...open('md', 'Show', 'markdown.showPreview'),
    ...open('svg', 'Open SVG', 'vscode.open'),
  );
  return table;
};

/** Asked only where it makes a difference. */
async function askUnits(all: number, named: number): Promise<'annotated' | 'all' | undefined> {
  if (named === 0) return 'all';
  const items = [
    { label: 'Named units', description: `${named}, as experts called them`, units: 'annotated' as const },
    { label: 'All mined units', description: String(all), units: 'all' as const },
  ];
  return (await vscode.window.showQuickPick(items, { title: 'DeepMiner: units of the table' }))?.units;
}

async function askFolder(start: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Folder for units.md, units.html and units.svg',
    defaultUri: vscode.Uri.file(start),
    canSelectFolders: true,
    canSelectFiles: false,
    openLabel: 'Write Table Here',
  });
  return chosen?.[0].fsPath;
}
