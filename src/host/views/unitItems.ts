/** Rows of the Units view: a class with its coverage, and beneath it its units by rank with what they are called. */
import path from 'node:path';
import * as vscode from 'vscode';
import { stepsInside } from '../../protocol/inside';
import type { ListedUnit, UnitListing } from '../../protocol/units';
import { type Called, calledOf } from '../unitNames';
import { uriOf } from '../uriOf';

export type UnitNode =
  | { kind: 'project'; project: string }
  | { kind: 'class'; project: string; listing: UnitListing; className: string }
  | { kind: 'unit'; project: string; run: string; unit: ListedUnit['unit']; className: string; miningDir: string; listed: ListedUnit }
  | { kind: 'note'; label: string; description?: string; tooltip?: string; icon: string };

const ICONS: Record<Called['by'], [icon: string, color?: string]> = {
  expert: ['tag', 'charts.blue'],
  measurement: ['beaker'],
  'nobody, though seen': ['circle-slash'],
  nobody: ['circle-outline'],
};

/** A class' units, by their rank for it. */
export function unitsOfClass({ project, listing, className }: Extract<UnitNode, { kind: 'class' }>): UnitNode[] {
  const rankOf = (unit: ListedUnit) => unit.ranks.find((r) => r.className === className)?.rank;
  const { run, miningDir } = listing;
  return listing.units
    .filter((unit) => rankOf(unit) !== undefined)
    .sort((a, b) => rankOf(a)! - rankOf(b)!)
    .map((listed) => ({ kind: 'unit', project, run, unit: listed.unit, className, miningDir, listed }));
}

export function classItem({ listing, className }: Extract<UnitNode, { kind: 'class' }>): vscode.TreeItem {
  const units = listing.units.filter((u) => u.ranks.some((r) => r.className === className));
  const named = units.filter((u) => u.annotations.length > 0).length;
  const item = new vscode.TreeItem(
    className.charAt(0).toUpperCase() + className.slice(1),
    units.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
  );
  item.id = `${listing.miningDir}#${className}`;
  item.description = units.length === 0 ? 'no unit chosen' : `${named} of ${units.length} named`;
  const coverage = listing.coverage[className];
  item.tooltip =
    coverage === undefined
      ? undefined
      : `These units take ${(100 * coverage).toFixed(1)} % of the places among the most influential units of ${listing.views} hold-out views.`;
  return item;
}

/** Without its tooltip, which has a picture: that is made when it is asked for. */
export function unitItem({ project, run, unit, className, miningDir, listed }: Extract<UnitNode, { kind: 'unit' }>): vscode.TreeItem {
  const called = calledOf(listed);
  const item = new vscode.TreeItem(unit);
  item.id = `${miningDir}#${className}#${unit}`;
  item.description = called.text;
  const [icon, color] = ICONS[called.by];
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.contextValue = 'unit';
  item.command = { title: 'Show Unit', command: 'deepminer.showUnit', arguments: [{ project, run, unit }] };
  item.accessibilityInformation = { label: `${unit}, rank ${rankText(listed)}, ${called.text}` };
  return item;
}

/** Names, places and figures of a unit above its strongest patch. */
export async function unitTooltip({ miningDir, listed }: Extract<UnitNode, { kind: 'unit' }>): Promise<vscode.MarkdownString> {
  const text = new vscode.MarkdownString();
  const line = (words: string): void => void text.appendText(words).appendMarkdown('\n\n');
  text.appendMarkdown(`**${listed.unit}** `);
  line(`rank ${rankText(listed)}`);
  for (const { expert, phenomena } of listed.annotations)
    for (const p of phenomena) line(`${p.description.trim() || p.terms.join(', ')} (${p.association}, ${expert})`);
  if (listed.unrecognized.length > 0) line(`Nothing recognizable to ${listed.unrecognized.join(', ')}`);
  const best = listed.concepts?.found[0];
  if (best) line(`Best concept: ${best.concept}, IoU ${best.iou.toFixed(3)}`);
  line(`Largest activation ${listed.maxActivation.toPrecision(3)}; ${listed.patches} top patches`);
  const picture = listed.strongest && (await thumbnail(miningDir, listed.strongest.thumbnail));
  if (picture) {
    text.appendMarkdown(`![Strongest patch](data:image/jpeg;base64,${picture})\n\n`);
    line(`Strongest patch, labelled ${listed.strongest?.label}`);
  }
  return text;
}

export function noteItem(note: Extract<UnitNode, { kind: 'note' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(note.label);
  item.description = note.description;
  item.tooltip = note.tooltip;
  item.iconPath = new vscode.ThemeIcon(note.icon);
  return item;
}

const rankText = ({ ranks }: ListedUnit): string => ranks.map((r) => `${r.className} ${r.rank}`).join(', ');

/** In Base64. A tooltip without its picture is still one; a path or a link that leads out of the folder is not read. */
async function thumbnail(dir: string, relative: string): Promise<string | undefined> {
  const file = path.join(dir, relative);
  const steps = stepsInside(dir, file, path);
  if (!steps) return undefined;
  try {
    for (let at = file; at !== dir; at = path.dirname(at))
      if ((await vscode.workspace.fs.stat(uriOf(at))).type & vscode.FileType.SymbolicLink) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uriOf(file));
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  } catch {
    return undefined;
  }
}
