# What depends on what in one study. `python -m segmentbook build` runs this from the top of the
# checkout; STUDY and SET are in the environment, OUT is the study's interim folder. The depfiles
# add the modules, files and sections of the params that each step has read.

STEP := .venv/bin/python -m segmentbook
done := $(OUT)/done
stamps := $(OUT)/stamps
chapters := 1_cleaning 2_eda 3_customers 4_clustering 5_segments 6_movement 7_products 8_actions 9_summary

.SUFFIXES:
.PHONY: report
report: $(done)/publish

$(done)/1_cleaning: $(stamps)/DATA
$(done)/2_eda: $(done)/1_cleaning
$(done)/3_customers: $(done)/1_cleaning
$(done)/4_clustering: $(done)/3_customers
$(done)/5_segments: $(done)/4_clustering
$(done)/6_movement: $(done)/5_segments
$(done)/7_products: $(done)/5_segments
$(done)/8_actions: $(done)/6_movement $(done)/7_products
$(done)/9_summary: $(done)/2_eda $(done)/8_actions

# The exit code of make does not tell whose fault it was; that of the failed step does.
$(chapters:%=$(done)/%): $(done)/%: notebooks/%.ipynb .venv/installed
	@$(STEP) chapter "$$STUDY" $* --set "$$SET" || { echo $$? > $(OUT)/failed; exit 1; }

$(done)/publish: $(done)/9_summary $(stamps)/REPORTS $(stamps)/SET .venv/installed
	@$(STEP) publish "$$STUDY" --set "$$SET" || { echo $$? > $(OUT)/failed; exit 1; }

-include $(chapters:%=$(OUT)/deps/%.d) $(OUT)/deps/publish.d
