/** Reloads a window of VS Code in a browser, where it writes down what is open only now and then. */

/** Runs in the page: what VS Code has written down of the editors of this workspace, without the escapes of states within states. */
async function editorsWrittenDown() {
  const request = (asked) =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('vscode-web-state-db-')) continue;
    const database = await request(indexedDB.open(name));
    try {
      if (database.objectStoreNames.contains('ItemTable'))
        found.push(await request(database.transaction('ItemTable').objectStore('ItemTable').get('memento/workbench.parts.editor')));
    } finally {
      database.close();
    }
  }
  return found.filter(Boolean).join('\n').replaceAll('\\', '');
}

/**
 * Reloads the window once VS Code has written down an open editor in whose state all `words` stand (its type, what its page keeps). It writes
 * every five seconds, when it is idle and has the focus; what is younger is not there after a reload.
 */
export async function reloadWindow(page, words, limit = 40_000) {
  let written = '';
  for (const end = Date.now() + limit; !words.every((word) => written.includes(word)); await page.waitForTimeout(250)) {
    if (Date.now() > end) throw new Error(`VS Code has not written down ${words.join(', ')} within ${limit / 1000} s, but: ${written}`);
    written = await page.evaluate(editorsWrittenDown);
  }
  await page.reload();
}
