(() => {
  const plots = JSON.parse(document.getElementById("plots").textContent);
  const family = getComputedStyle(document.body).fontFamily;
  const config = { displayModeBar: false, responsive: true };
  for (const [id, plot] of Object.entries(plots)) {
    const layout = { ...plot.layout, font: { family, size: 12, color: "#1c2530" } };
    Plotly.newPlot(id, plot.data, layout, config);
  }
  const fit = (width) => Object.keys(plots).forEach((id) => Plotly.relayout(id, { width }));
  const closed = [];
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details:not([open])").forEach((each) => { each.open = true; closed.push(each); });
    fit(1000);
  });
  addEventListener("afterprint", () => {
    closed.splice(0).forEach((each) => { each.open = false; });
    fit(undefined);
  });
})();
