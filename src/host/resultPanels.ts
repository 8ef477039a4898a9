/** Pages of results in webview panels, one for each subject: each loads what it shows, follows changes, and comes back after a reload. */
import path from 'node:path';
import * as vscode from 'vscode';
import { OneAtATime } from './oneAtATime';
import { pageHtml } from './pageHtml';
import type { PageServices } from './services';
import { uriOf } from './uriOf';

/** Changes come several at a time. */
const SETTLE_MS = 300;

interface Subject {
  /** Folder with deepminer.json. */
  project: string;
}

/** What a page is told when something did not work; the page stays as it is. */
interface Failed {
  type: 'failed';
  message: string;
}

/** What a page's message is answered with. */
export interface ResultLink<Wanted, Out> {
  wanted: Wanted;
  services: PageServices;
  /** Address by which the page finds a file or folder of its pictures. */
  addressOf(file: string): string;
  post(message: Out | Failed): void;
  /** Shows another subject from now on, or the same anew. */
  load(wanted?: Wanted): Promise<void>;
}

/** A kind of results. `In`, `Out`: messages of its page and to it; its page begins with `ready`. */
export interface ResultKind<Wanted extends Subject, In extends { type: string }, Out> {
  /** Of the bundle; the view type is `deepminer.<name>`. */
  name: string;
  title: string;
  /** Whether it is shown without computing, also where the workspace is not trusted. */
  looks?: boolean;
  /** Absolute folder of the pictures that the page may load; without it, it loads none. */
  pictures?(wanted: Wanted): string;
  /** The subject by what a page kept of it; whatever that is. */
  read(project: string, kept: Partial<Record<string, unknown>>): Wanted | undefined;
  /** Subjects with equal keys, which JSON can write, share a panel. */
  key(wanted: Wanted): unknown;
  /** What is shown; `wanted`: the subject as it is known now. Whatever it throws is said by `unavailable`. */
  load(
    services: PageServices,
    wanted: Wanted,
    addressOf: (file: string) => string,
  ): Promise<{ wanted: Wanted; title: string; message: Out }>;
  unavailable(wanted: Wanted, message: string): Out;
  answer(message: In, link: ResultLink<Wanted, Out>): Promise<void>;
  /** Calls `changed` whenever what is shown may have changed; `post` tells the page of what it needs no new load for. */
  follow(services: PageServices, wanted: Wanted, changed: () => void, post: (message: Out) => void): vscode.Disposable[];
}

export class ResultPanels<Wanted extends Subject, In extends { type: string }, Out> {
  readonly #open = new Map<string, ResultPanel<Wanted, In, Out>>();

  constructor(private readonly kind: ResultKind<Wanted, In, Out>) {}

  /** Opens the results of a subject, or shows the panel already open anew. What cannot be shown is said on the page. `waiting`: a subject whose panel will do as well. */
  open(services: PageServices, wanted: Wanted, waiting?: Wanted): void {
    const shown = this.#open.get(this.#key(wanted)) ?? (waiting && this.#open.get(this.#key(waiting)));
    if (shown) shown.show(wanted);
    else this.#create(services, vscode.window.createWebviewPanel(this.#viewType, this.kind.title, vscode.ViewColumn.Active), wanted);
  }

  /** Brings pages back after the window was reloaded, by what they kept. */
  restore(services: PageServices): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(this.#viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const kept = (state ?? {}) as Partial<Record<string, unknown>>;
        const { project } = kept;
        const wanted = typeof project === 'string' && path.isAbsolute(project) ? this.kind.read(project, kept) : undefined;
        if (wanted && (this.kind.looks || vscode.workspace.isTrusted)) this.#create(services, panel, wanted);
        else panel.dispose();
      },
    });
  }

  get #viewType(): string {
    return `deepminer.${this.kind.name}`;
  }

  #key(wanted: Wanted): string {
    return JSON.stringify([wanted.project, this.kind.key(wanted)]);
  }

  #create(services: PageServices, panel: vscode.WebviewPanel, wanted: Wanted): void {
    new ResultPanel(this.kind, services, panel, wanted, {
      at: (subject) => this.#open.get(this.#key(subject)),
      put: (subject, shown) => this.#open.set(this.#key(subject), shown),
      remove: (shown) => {
        for (const [key, other] of this.#open) if (other === shown) this.#open.delete(key);
      },
    });
  }
}

/** Where panels are found by their subjects. */
interface Shelf<Wanted, Panel> {
  at(wanted: Wanted): Panel | undefined;
  put(wanted: Wanted, panel: Panel): void;
  remove(panel: Panel): void;
}

class ResultPanel<Wanted extends Subject, In extends { type: string }, Out> {
  #gone = false;
  /** Loads may overtake each other: the latest one counts. */
  #loads = 0;
  /** Not overtaken by further changes: where things change faster than they load, no load would ever arrive. */
  readonly #changes = new OneAtATime(() => this.#load(), SETTLE_MS);

  constructor(
    private readonly kind: ResultKind<Wanted, In, Out>,
    private readonly services: PageServices,
    private readonly panel: vscode.WebviewPanel,
    private wanted: Wanted,
    private readonly shelf: Shelf<Wanted, ResultPanel<Wanted, In, Out>>,
  ) {
    const pages = vscode.Uri.joinPath(services.context.extensionUri, 'dist', 'webview');
    const { webview } = panel;
    const pictures = kind.pictures?.(wanted);
    webview.options = { enableScripts: true, localResourceRoots: [pages, ...(pictures ? [uriOf(pictures)] : [])] };
    panel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'icon.svg');
    const following = kind.follow(
      services,
      wanted,
      () => this.#changes.ask(),
      (message) => this.#post(message),
    );
    panel.onDidDispose(() => {
      this.#gone = true;
      this.#changes.dispose();
      this.shelf.remove(this);
      vscode.Disposable.from(...following).dispose();
    });
    webview.onDidReceiveMessage((message: In) => {
      const answered = message.type === 'ready' ? this.#load() : kind.answer(message, this.#link());
      answered.catch((error: unknown) => {
        services.log.error(messageOf(error));
        this.#post({ type: 'failed', message: messageOf(error) });
      });
    });
    this.#register();
    webview.html = pageHtml(webview, pages, { name: kind.name, title: kind.title, pictures: pictures !== undefined });
  }

  /** Comes to the front with this subject. */
  show(wanted: Wanted): void {
    this.panel.reveal();
    this.wanted = wanted;
    this.#register();
    this.#changes.ask();
  }

  async #load(subject: Wanted = this.wanted): Promise<void> {
    const load = ++this.#loads;
    this.wanted = subject;
    try {
      const { wanted, title, message } = await this.kind.load(this.services, subject, this.#addressOf);
      if (load !== this.#loads || this.#gone) return;
      this.wanted = wanted;
      if (!this.#register()) return;
      this.panel.title = title;
      this.#post(message);
    } catch (error) {
      if (load === this.#loads) this.#post(this.kind.unavailable(subject, messageOf(error)));
    }
  }

  #link(): ResultLink<Wanted, Out> {
    return {
      wanted: this.wanted,
      services: this.services,
      addressOf: this.#addressOf,
      post: (message) => this.#post(message),
      load: (wanted) => this.#load(wanted),
    };
  }

  #addressOf = (file: string): string => this.panel.webview.asWebviewUri(uriOf(file)).toString();

  #post(message: Out | Failed): void {
    if (!this.#gone) void this.panel.webview.postMessage(message);
  }

  /** Is found by its subject from now on; gives way, and returns false, where another panel shows that subject already. */
  #register(): boolean {
    if (this.#gone) return false;
    const other = this.shelf.at(this.wanted);
    if (other && other !== this) {
      other.panel.reveal();
      this.panel.dispose();
      return false;
    }
    this.shelf.remove(this);
    this.shelf.put(this.wanted, this);
    return true;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
