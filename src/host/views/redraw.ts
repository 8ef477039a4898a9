/**
 * Has a view drawn anew where what it lists has changed. While VS Code lists all rows of a view, a click on one is told to nobody, and a run that
 * trains changes files all the time.
 */
import type * as vscode from 'vscode';
import { OneAtATime } from '../oneAtATime';
import { findProjects } from '../projects';

export class Redraw implements vscode.Disposable {
  #listed: string | undefined;
  readonly #looks: OneAtATime;

  /** `listOf`: all that the view shows of a project; what it rejects with counts too. */
  constructor(
    private readonly listOf: (project: string) => Promise<unknown>,
    draw: () => void,
  ) {
    this.#looks = new OneAtATime(async () => {
      const listed = await this.#look();
      if (listed === this.#listed) return;
      this.#listed = listed;
      draw();
    });
  }

  /** Something may have changed: it is looked at soon. */
  ask(): void {
    this.#looks.ask();
  }

  /** The view could not list: whatever is there at the next look is drawn. */
  failed(): void {
    this.#listed = undefined;
  }

  dispose(): void {
    this.#looks.dispose();
  }

  async #look(): Promise<string> {
    const projects = await findProjects().catch((): string[] => []);
    const lists = await Promise.all(projects.map((project) => this.listOf(project).catch((error: unknown) => String(error))));
    return JSON.stringify([projects, lists]);
  }
}
