/** Clicks as a person makes them: again, where the first one met a row that was just listed anew, or a window that was busy, and nothing came of it. */

const TRIES = 5;

/** Options of an action that is tried again: how long one try takes at most. */
export const patience = { timeout: 12_000 };

/** Does `act` until it does not fail, and says so where it is done once more. `act` must do no harm when it is done again. */
export async function persist(what, act) {
  for (let left = TRIES - 1; ; left--)
    try {
      return await act();
    } catch (error) {
      if (left === 0) throw error;
      console.log(`      once more: ${what}`);
    }
}

/** Acts until `follows`, a locator, is seen. */
export const insist = (act, follows) =>
  persist(`${follows}`, async () => {
    await act();
    await follows.first().waitFor(patience);
  });

/** Opens a row of a tree by its twistie, unless it is open. */
export async function expand(row) {
  const open = row.and(row.page().locator('[aria-expanded="true"]'));
  await insist(async () => {
    if ((await open.count()) === 0) await row.locator('.monaco-tl-twistie').click(patience);
  }, open);
}

/** The entry of an open context menu. */
export const menuItem = (page, name) => page.locator('.monaco-menu .action-label', { hasText: name });

/** Opens the context menu of a row, which closes where the row is drawn anew. */
export const openMenu = (page, row, name) => insist(() => row.click({ button: 'right', ...patience }), menuItem(page, name));

/** Chooses an entry of a row's context menu. */
export async function chooseInMenu(page, row, name) {
  const item = menuItem(page, name);
  await persist(name, async () => {
    if (!(await item.isVisible())) await row.click({ button: 'right', ...patience });
    await item.hover(patience);
    // A menu takes no click in its first moments, so that the click that opened it does not choose.
    await page.waitForTimeout(500);
    await item.click(patience);
    await item.waitFor({ state: 'hidden', ...patience });
  });
}
