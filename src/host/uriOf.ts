/** Between paths and addresses of what lies in the workspace. */
import path from 'node:path';
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

/** The path by which `uriOf` finds a file again: with slashes alone where it lies elsewhere than on a disk, or in a browser, whatever system that runs on. */
export const pathOf = (uri: vscode.Uri): string => (uri.scheme === 'file' && uri.fsPath.includes(path.sep) ? uri.fsPath : uri.path);
