(() => {
  const unpack = async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  // Plotly measures its letters by reading canvases: the browser would ask for this in the console.
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, options) {
    const read = kind === "2d" ? { willReadFrequently: true } : {};
    return getContext.call(this, kind, { ...read, ...options });
  };
  let loaded = null;
  const library = () => {
    loaded ||= unpack(document.getElementById("plotly").textContent).then((code) => {
      const script = document.createElement("script");
      script.textContent = code;
      document.head.append(script);
    });
    return loaded;
  };
  const solid = (trace) => /3d$|^(surface|cone|streamtube|isosurface|volume)$/.test(trace.type);
  let depth = null;
  const canDrawSolids = () => {
    depth ??= document.createElement("canvas").getContext("webgl") !== null;
    return depth;
  };

  // The still gives way only to a figure that can be drawn.
  const draw = async (box) => {
    const { data, layout } = JSON.parse(box.nextElementSibling.textContent);
    if (data.some(solid) && !canDrawSolids()) return;
    const figure = box.closest("figure");
    try {
      await library();
      figure.classList.add("live");
      await Plotly.newPlot(box, data, layout, { responsive: true, displayModeBar: false, scrollZoom: false });
      box.dataset.drawn = "";
    } catch {
      figure.classList.remove("live");
    }
  };
  const near = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      near.unobserve(entry.target);
      draw(entry.target.querySelector(".plot"));
    });
  }, { rootMargin: "800px" });
  document.querySelectorAll("figure.interactive").forEach((figure) => near.observe(figure));
})();
