/** Folders by a file in them, where nothing can be searched: VS Code waits forever for a search of a file system that has none. */
import * as vscode from 'vscode';

/** Levels below the folder that is opened. Each folder is a request to wherever it lies. */
const DEEPEST = 4;
const MOST_FOLDERS = 1000;
/** Below these there is nothing of a project's own, and a great deal else. */
const PASSED_OVER = /^(\..*|node_modules|runs|cases|annotations)$/;

/** The folders from `root` down that have a file of this name; what cannot be read is passed over. */
export async function foldersWith(root: vscode.Uri, name: string): Promise<vscode.Uri[]> {
  const found: vscode.Uri[] = [];
  let level = [root];
  for (let depth = 0, read = 0; depth <= DEEPEST && level.length > 0 && read < MOST_FOLDERS; depth++) {
    const looked = level.slice(0, MOST_FOLDERS - read);
    read += looked.length;
    const entries = await Promise.all(looked.map((folder) => vscode.workspace.fs.readDirectory(folder).then(undefined, () => [])));
    level = [];
    looked.forEach((folder, i) => {
      for (const [entry, type] of entries[i])
        if (entry === name && type & vscode.FileType.File) found.push(folder);
        else if (type & vscode.FileType.Directory && !PASSED_OVER.test(entry)) level.push(vscode.Uri.joinPath(folder, entry));
    });
  }
  return found;
}
