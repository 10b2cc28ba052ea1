# Everything that one does with Career Advisor. Each target first sets up what it needs, in .venv.

HOST  ?= 127.0.0.1
PORT  ?= 5005
FILES ?=
ARGS  ?=

VENV_PYTHON := .venv/bin/python
MODEL       := models/career_advisor.tar.gz
# What the model is trained from: an edit, a new file or a removed one (which changes its folder) trains it anew.
# knowledge_base/ is not among it: knowledge is read when the server starts.
TRAINED_FROM := config.yml domain.yml requirements.txt \
	$(shell find data \( -type d -o -type f ! -name '.*' \) 2>/dev/null) \
	$(shell find advisor/nlu -name '*.py' 2>/dev/null)

export TF_CPP_MIN_LOG_LEVEL   = 3
export RASA_TELEMETRY_ENABLED = false
# Deprecations inside Rasa's pins, which nobody here can mend, would bury our own lines.
export PYTHONWARNINGS = ignore::DeprecationWarning
export SQLALCHEMY_SILENCE_UBER_WARNING = 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help chat run slack widget test setup train evaluate bench check clean environment

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

chat: train ## Talk to the assistant in this terminal (ARGS='-c' goes on with the last conversation)
	@exec $(VENV_PYTHON) -m advisor.shell $(ARGS)

# The server runs in the background of its own shell, so that an interruption of either ends it in the same orderly way.
run: train widget ## Start the server and stay (HOST=127.0.0.1 PORT=5005)
	@stopped=; trap 'stopped=yes; kill -TERM $$server 2>/dev/null' INT TERM; \
	$(VENV_PYTHON) -m advisor.serving --host $(HOST) --port $(PORT) & server=$$!; \
	wait $$server; status=$$?; \
	while kill -0 $$server 2>/dev/null; do wait $$server 2>/dev/null; done; \
	if [ "$$stopped" ]; then echo 'The server has stopped.' >&2; else exit $$status; fi

slack: train ## Start the server with the Slack bot (see docs/slack.md)
	@exec $(VENV_PYTHON) -m advisor.channels.slack serve --host $(HOST) --port $(PORT)

# Browser tests run apart: Playwright keeps an event loop running, beside which no other can.
test: train widget ## Run all tests (ARGS='tests/unit -k salary' for some)
	@$(VENV_PYTHON) -m pytest $(if $(ARGS),$(ARGS),--ignore=tests/browser)
	@$(if $(ARGS),,$(VENV_PYTHON) -m pytest tests/browser)

setup: environment ## Make or update the environment in .venv (PYTHON=/path/to/python3.10)
	@echo 'The environment is up to date: .venv' >&2

train: $(MODEL) ## Train the model if what it learns from has changed

widget: ## Build the chat widget (needs Node 20)
	@sh scripts/build_widget.sh

evaluate: train ## Measure the language understanding (FILES='a.tsv b.tsv' for your own)
	@$(VENV_PYTHON) -m advisor.evaluate $(FILES)

bench: train ## Measure speed and memory
	@$(VENV_PYTHON) -m benchmarks.run

check: environment ## Check the knowledge base
	@$(VENV_PYTHON) -m advisor.knowledge check

clean: ## Remove the environment, the model and caches; conversations stay
	@rm -rf .venv models .rasa .pytest_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@sh scripts/setup.sh </dev/null

# The module trains under a temporary name and renames, so a failure leaves the last whole model in place.
$(MODEL): $(TRAINED_FROM) | environment
	@$(VENV_PYTHON) -m advisor.training >&2 </dev/null
