/** The page of a mined unit in a webview panel: one panel a run, which goes from unit to unit, follows answers and results, and comes back after a reload. */
import path from 'node:path';
import * as vscode from 'vscode';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import type { UnitId } from '../protocol/unit';
import type { HostToUnitPage, UnitPageKeepsake, UnitPageToHost } from '../protocol/unitPage';
import type { UnitListing } from '../protocol/units';
import { pageHtml } from './pageHtml';
import type { PageServices } from './services';
import { calledOf } from './unitNames';
import { uriOf } from './uriOf';

const VIEW_TYPE = 'deepminer.unit';

interface Shown {
  panel: vscode.WebviewPanel;
  open(unit: UnitId): void;
}

const shown = new Map<string, Shown>();
const keyOf = ({ project, run }: Pick<UnitPageKeepsake, 'project' | 'run'>): string => `${project}\n${run}`;

/** Opens the page of a unit, in the panel of its run where there is one. */
export function openUnit(services: PageServices, project: string, listing: UnitListing, unit: UnitId): void {
  const known = shown.get(keyOf({ project, run: listing.run }));
  if (known) {
    known.panel.reveal();
    known.open(unit);
    return;
  }
  const panel = vscode.window.createWebviewPanel(VIEW_TYPE, unit, vscode.ViewColumn.Active);
  fill(services, panel, { project, run: listing.run, unit }, listing);
}

/** Brings the pages back after the window was reloaded, each at its unit. */
export function restoreUnits(services: PageServices): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const kept = asKeepsake(state);
      if (!kept) {
        panel.dispose();
        return;
      }
      const listing = await services.compute.listUnits(kept).catch((error: unknown) => {
        services.log.warn(messageOf(error));
        return undefined;
      });
      if (listing) fill(services, panel, kept, listing);
      else panel.dispose();
    },
  });
}

function fill(services: PageServices, panel: vscode.WebviewPanel, { project, run, unit }: UnitPageKeepsake, listing: UnitListing): void {
  const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
  const { webview } = panel;
  // The folder of all results of the run: a newer one is shown as soon as it is there.
  webview.options = { enableScripts: true, localResourceRoots: [pages, uriOf(path.dirname(listing.miningDir))] };
  panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
  let current = unit;
  let known: UnitListing | undefined = listing;
  const post = (message: HostToUnitPage): void => void webview.postMessage(message);

  const tellUnits = async (): Promise<void> => {
    try {
      // Unless it was just listed.
      const latest = known ?? (await services.compute.listUnits({ project, run }));
      known = undefined;
      const at = latest.units.some((u) => u.unit === current) ? current : latest.units[0]?.unit;
      if (at)
        post({ type: 'units', state: { ...stateOf(project, latest, webview), machineless: services.machineless !== undefined }, unit: at });
      else post({ type: 'empty', message: 'This mining result has no units.' });
    } catch (error) {
      post({ type: 'empty', message: messageOf(error) });
    }
  };
  const answer = async (message: UnitPageToHost): Promise<void> => {
    switch (message.type) {
      case 'ready':
        return tellUnits();
      case 'unit':
        current = message.unit;
        panel.title = message.unit;
        try {
          return post({ type: 'unit', detail: await services.compute.showUnit({ project, run, unit: message.unit }) });
        } catch (error) {
          return post({ type: 'unitFailed', unit: message.unit, message: messageOf(error) });
        }
      case 'annotate':
        return void (await vscode.commands.executeCommand('deepminer.annotate', { project, run, unit: message.unit }));
      case 'explain':
        return void (await vscode.commands.executeCommand('deepminer.explain', { project, run, view: message.viewId }));
      case 'copy':
        await vscode.env.clipboard.writeText(message.unit);
        return void vscode.window.setStatusBarMessage(`${message.unit} copied`, 3000);
    }
  };
  const key = keyOf({ project, run });
  const entry: Shown = { panel, open: (target) => post({ type: 'open', unit: target }) };
  shown.set(key, entry);
  const subscriptions = vscode.Disposable.from(
    services.unitsChanged(() => {
      known = undefined;
      void tellUnits();
    }),
    webview.onDidReceiveMessage((message: UnitPageToHost) => {
      answer(message).catch((error: unknown) => services.log.error(messageOf(error)));
    }),
  );
  panel.onDidDispose(() => {
    if (shown.get(key) === entry) shown.delete(key);
    subscriptions.dispose();
  });
  webview.html = pageHtml(webview, pages, { name: 'unit', title: 'Mined Unit' });
}

function stateOf(project: string, listing: UnitListing, webview: vscode.Webview) {
  const { run, mining, network, miningDir } = listing;
  const units = listing.units.map((listed) => {
    const called = calledOf(listed);
    const name = called.by === 'expert' || called.by === 'measurement' ? called.text : undefined;
    return { unit: listed.unit, className: listed.ranks[0]?.className ?? '', rank: listed.ranks[0]?.rank ?? 0, name };
  });
  return {
    project,
    run,
    mining,
    network,
    units,
    base: webview.asWebviewUri(uriOf(miningDir)).toString(),
    notice: RESEARCH_NOTICE,
  };
}

/** What the page kept; a state of another version of the page is left alone. */
function asKeepsake(state: unknown): UnitPageKeepsake | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { project, run, unit } = state as Partial<UnitPageKeepsake>;
  return typeof project === 'string' && typeof run === 'string' && typeof unit === 'string' ? { project, run, unit } : undefined;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
