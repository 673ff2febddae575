import { expect, test } from '@playwright/test';

test('the built page asks for nothing outside the folder it was copied to, and misses nothing', async ({ page, baseURL }) => {
  const outside: string[] = [];
  const missing: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(String(baseURL))) outside.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(`${response.status()} ${response.url()}`);
  });
  page.on('pageerror', (error) => faults.push(error.message));

  await page.goto('./');
  await expect(page).toHaveTitle(/Second Thoughts/);
  await page.waitForLoadState('networkidle');

  expect(outside).toEqual([]);
  expect(missing).toEqual([]);
  expect(faults).toEqual([]);
});
