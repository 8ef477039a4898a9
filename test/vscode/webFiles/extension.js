/**
 * A file system such as VS Code for the Web has: files behind HTTP, with no search. `project:` can be written to, `results:` cannot; both show the
 * folder that the tests' server was given.
 */
const vscode = require('vscode');

class HttpFiles {
  constructor(root) {
    this.root = root;
    const changed = new vscode.EventEmitter();
    this.changed = changed;
    this.onDidChangeFile = changed.event;
  }

  watch() {
    return { dispose: () => undefined };
  }

  async stat(uri) {
    const { folder, size, modified } = await (await this.ask(uri, 'stat')).json();
    return { type: folder ? vscode.FileType.Directory : vscode.FileType.File, size, mtime: modified, ctime: modified };
  }

  async readDirectory(uri) {
    const entries = await (await this.ask(uri, 'list')).json();
    return entries.map(({ name, folder }) => [name, folder ? vscode.FileType.Directory : vscode.FileType.File]);
  }

  async readFile(uri) {
    return new Uint8Array(await (await this.ask(uri, 'read')).arrayBuffer());
  }

  async writeFile(uri, content) {
    await this.ask(uri, 'write', { method: 'PUT', body: content });
    this.changed.fire([{ type: vscode.FileChangeType.Created, uri }]);
  }

  async createDirectory(uri) {
    await this.ask(uri, 'make', { method: 'PUT' });
  }

  async delete() {
    throw vscode.FileSystemError.NoPermissions('Nothing is deleted in these tests.');
  }

  async rename() {
    throw vscode.FileSystemError.NoPermissions('Nothing is renamed in these tests.');
  }

  async ask(uri, what, options) {
    const answer = await fetch(`${this.root}/${what}${uri.path.split('/').map(encodeURIComponent).join('/')}`, options);
    if (answer.status === 404) throw vscode.FileSystemError.FileNotFound(uri);
    if (!answer.ok) throw vscode.FileSystemError.Unavailable(`${what} ${uri.path}: ${answer.status}`);
    return answer;
  }
}

exports.activate = ({ extensionUri, subscriptions }) => {
  const root = extensionUri.with({ path: '/files' }).toString();
  subscriptions.push(
    vscode.workspace.registerFileSystemProvider('project', new HttpFiles(root), { isCaseSensitive: true }),
    vscode.workspace.registerFileSystemProvider('results', new HttpFiles(root), { isCaseSensitive: true, isReadonly: true }),
  );
};
