(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  document.getElementById("theme").addEventListener("click", () => {
    const now = root.dataset.theme || (dark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });

  const codeButton = document.getElementById("code");
  root.dataset.code = "hidden";
  codeButton.addEventListener("click", () => {
    const open = codeButton.getAttribute("aria-pressed") !== "true";
    codeButton.setAttribute("aria-pressed", String(open));
    root.dataset.code = open ? "shown" : "hidden";
    document.querySelectorAll("details.code").forEach((block) => { block.open = open; });
  });

  const contents = document.getElementById("contents");
  const narrow = matchMedia("(max-width: 940px)");
  const foldContents = () => { contents.open = !narrow.matches; };
  narrow.addEventListener("change", foldContents);
  foldContents();

  const links = new Map();
  document.querySelectorAll("nav a").forEach((link) => {
    links.set(document.getElementById(decodeURIComponent(link.hash.slice(1))), link);
  });
  // The last heading above the line; at the end of the page, where the lower ones cannot reach it,
  // the one that was asked for, or the last.
  const inSight = () => {
    const headings = [...links.keys()];
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 80);
    if (innerHeight + scrollY < document.documentElement.scrollHeight - 2) return passed.pop();
    const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const below = headings.slice(Math.max(0, passed.length - 1));
    return below.includes(asked) ? asked : headings.pop();
  };
  let current = null;
  const mark = () => {
    const link = links.get(inSight());
    if (link === current) return;
    if (current) current.removeAttribute("aria-current");
    if (link) link.setAttribute("aria-current", "true");
    if (link && !narrow.matches) link.scrollIntoView({ block: "nearest" });
    current = link;
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  addEventListener("hashchange", mark);
  mark();
})();
