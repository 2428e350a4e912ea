// From the key to the picture in the studio: with standard templates, one word more each time.
import { become, expect, type Page, people, test } from "../support/journey.ts";

const TIMES = 30;

/** Types one letter and waits for the picture of it; milliseconds in the browser, its own pause included. */
async function look(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        const text = document.querySelector<HTMLTextAreaElement>('[name="content"]');
        if (!text) throw new Error("no text");
        const begun = performance.now();
        const watch = new MutationObserver(() => {
          const picture = document.querySelector<HTMLImageElement>("#studio-output[data-turn] img.page-picture");
          if (!picture || picture.dataset["seen"]) return;
          picture.dataset["seen"] = "yes";
          watch.disconnect();
          void picture.decode().then(() => done(performance.now() - begun));
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-turn"] });
        // Before the last element's end, where a word of a paragraph may stand.
        const end = text.value.lastIndexOf("</p>");
        text.setRangeText("a", end, end, "end");
        text.dispatchEvent(new Event("input", { bubbles: true }));
      }),
  );
}

for (const usage of ["motor_certificate", "premium_notice", "formal_notice"]) {
  test(usage, async ({ page }) => {
    await become(page, people.manager);
    await page.goto(`/templates?usage=${usage}&language=fr`);
    await page.locator("main tbody th a").first().click();
    await page.waitForURL(/\/templates\/[0-9a-f-]{36}/);
    await page.goto(`${new URL(page.url()).pathname}/studio`);
    await expect(page.locator(".code-editor[data-hydrated]")).toBeVisible();
    await expect(page.locator("#studio-output img.page-picture").first()).toBeVisible();
    const times: number[] = [];
    for (let time = 0; time < TIMES; time += 1) times.push(await look(page));
    times.sort((a, b) => a - b);
    const at = (share: number): string => (times[Math.floor(share * (TIMES - 1))] ?? 0).toFixed(0);
    console.log(`${usage.padEnd(20)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  slowest ${at(1)} ms  (${TIMES} keys)`);
  });
}
