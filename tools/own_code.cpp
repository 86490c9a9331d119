// A plugin for clang-tidy: the checks look at the repository's own declarations, and not at those of the standard
// library, GoogleTest and Boost, in which nothing is reported anyway and whose number makes nine tenths of the work.
// tools/tidy.py builds it, and plants faults which must be found with it.
#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Frontend/FrontendPluginRegistry.h>

#include <memory>
#include <string>
#include <vector>

namespace {

class OwnCode : public clang::ASTConsumer {
  // Called before clang-tidy's own consumer, whose matchers start from the scope that is set here.
  void HandleTranslationUnit(clang::ASTContext& context) override {
    const clang::SourceManager& sources = context.getSourceManager();
    std::vector<clang::Decl*> own;
    for (clang::Decl* declaration : context.getTranslationUnitDecl()->noload_decls()) {
      const clang::SourceLocation place = declaration->getLocation();
      // A precompiled header holds headers of systems alone.
      const bool foreign =
          place.isInvalid() || declaration->isFromASTFile() || sources.isInSystemHeader(sources.getExpansionLoc(place));
      if (!foreign) {
        own.push_back(declaration);
      }
    }
    context.setTraversalScope(own);
  }
};

class OwnCodeAction : public clang::PluginASTAction {
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
    return std::make_unique<OwnCode>();
  }
  bool ParseArgs(const clang::CompilerInstance&, const std::vector<std::string>&) override { return true; }
  ActionType getActionType() override { return AddBeforeMainAction; }
};

const clang::FrontendPluginRegistry::Add<OwnCodeAction> registered("own-code", "checks look at the repository's code");

}  // namespace
