/** Clicks as a person makes them: again, where the first one met a row that was just listed anew and nothing came of it. */

const PATIENCE_MS = 12_000;
const TRIES = 5;

/** Acts until `follows`, a locator, is seen. `act` is given the options of its clicks, and must do no harm when it is done again. */
export async function insist(act, follows) {
  for (let left = TRIES - 1; ; left--)
    try {
      await act({ timeout: PATIENCE_MS });
      await follows.first().waitFor({ timeout: PATIENCE_MS });
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
}

/** Opens a row of a tree by its twistie, unless it is open. */
export async function expand(row) {
  const open = row.and(row.page().locator('[aria-expanded="true"]'));
  if ((await open.count()) > 0) return;
  await insist(async (patience) => {
    if ((await open.count()) === 0) await row.locator('.monaco-tl-twistie').click(patience);
  }, open);
}

/** The entry of an open context menu. */
export const menuItem = (page, name) => page.locator('.monaco-menu .action-label', { hasText: name });

/** Opens the context menu of a row, which closes where the row is drawn anew. */
export const openMenu = (page, row, name) => insist((patience) => row.click({ button: 'right', ...patience }), menuItem(page, name));

/** Chooses an entry of a row's context menu. */
export async function chooseInMenu(page, row, name) {
  const item = menuItem(page, name);
  for (let left = TRIES - 1; ; left--)
    try {
      if (!(await item.isVisible())) await openMenu(page, row, name);
      await item.hover({ timeout: PATIENCE_MS });
      // A menu takes no click in its first moments, so that the click that opened it does not choose.
      await page.waitForTimeout(500);
      await item.click({ timeout: PATIENCE_MS });
      await item.waitFor({ state: 'hidden', timeout: PATIENCE_MS });
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
}
