/** Address of a path that was found in the workspace. */
import * as vscode from 'vscode';

/**
 * The file of an absolute path: in the workspace folder that holds it, which may lie elsewhere than on a disk (a repository in VS Code for the
 * Web), else on the disk.
 */
export function uriOf(file: string): vscode.Uri {
  const onDisk = vscode.Uri.file(file);
  const elsewhere = vscode.workspace.workspaceFolders?.find(
    ({ uri }) => uri.scheme !== 'file' && (onDisk.path === uri.path || onDisk.path.startsWith(uri.path.replace(/\/?$/, '/'))),
  );
  return elsewhere ? elsewhere.uri.with({ path: onDisk.path }) : onDisk;
}
