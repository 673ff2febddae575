import { expect, test, type Page } from '@playwright/test';
import { expectNoViolationsInBothSchemes, giveRecordings, inBothWindows, openPage, overflow } from './page.ts';

/** How to get there; what it returns opens what is placed by the window that it is opened in, and closed by Escape. */
type Reach = (page: Page) => Promise<void | (() => Promise<void>)>;

const states: Record<string, Reach> = {
  'the recording': async (page) => {
    await giveRecordings(page);
    await openPage(page);
    await expect(page.locator('h1')).toContainText('corrects itself');
  },
  'the code task, at the base model': async (page) => {
    await giveRecordings(page);
    await openPage(page, './#task=transpile');
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    await expect(page.locator('h1')).toContainText('Nothing is trained yet');
  },
  'nothing recorded': async (page) => {
    await giveRecordings(page, false);
    await openPage(page);
    await expect(page.locator('h1')).toContainText('has not been trained here yet');
  },
  'more settings, refused values, a changed cell and open tables': async (page) => {
    // Every row of a table is like the last, and each is looked at.
    await giveRecordings(page, true, 4);
    await openPage(page, './#seed=x&right.alpha=3');
    await page.getByRole('button', { name: 'More settings' }).click();
    await page.getByLabel('Updates', { exact: true }).fill('none');
    await page.getByLabel('Batch', { exact: true }).fill('-4');
    // Each click renames the button, so the first one is always the next.
    for (let left = 12; left > 0; left--) await page.getByRole('button', { name: 'Show as table' }).first().click();
    await expect(page.getByRole('alert')).toHaveCount(2);
  },
  'the choice of a cell of the reward map, and what differs from the row': async (page) => {
    await giveRecordings(page);
    await openPage(page, './#right.cell.1.1=none-beta1&right.cell.2.2=r2-beta1');
    return async () => {
      await page.getByRole('button', { name: 'r₂, second answer, Stage II' }).click();
      await expect(page.getByRole('radio', { name: 'r₂', exact: false }).first()).toBeVisible();
    };
  },
  'the map of keys': async (page) => {
    await giveRecordings(page);
    await openPage(page);
    await page.getByRole('button', { name: 'all keys' }).click();
  },
};

test.use({ viewport: { width: 1440, height: 900 } });

for (const [name, reach] of Object.entries(states)) {
  test(`has no axe violation, light or dark, and fits the window of a laptop and of a phone: ${name}`, async ({ page }) => {
    const open = await reach(page);
    await inBothWindows(page, async () => {
      await open?.();
      expect(await overflow(page)).toBe(0);
      await expectNoViolationsInBothSchemes(page);
      if (open) await page.keyboard.press('Escape');
    });
  });
}
